"""Chinese comments of what rules read besides facts: the night's context, and columns that only marts have."""

from __future__ import annotations

from typing import Final

CONTEXT: Final = {
    "night": "核对日:一行",
    "policy": "当日有效的政策参数:每个政策所在地、每种城乡一行",
    "policy_period": "核对日及以前各时段有效的政策参数:每个政策所在地、每种城乡、每个时段一行",
    "locality": "村居代码与政策所在地:每个代码一行",
    "department": "部门是否交付过数据:每个部门一行",
}

COLUMNS: Final = {
    "as_of": "核对日",
    "assessable": "能否核对:全部授权、各部门均交付过、结论不取决于未知的政策值",
    "delivered": "是否交付过数据",
    "department": "部门",
    "edge_yuan": "低保边缘线(元/人月)",
    "final_day": "当月最后一日",
    "first_day": "当月第一日",
    "home_bought": "近12个月购买住宅",
    "household_record_no": "所在家庭的救助家庭记录",
    "in_force_from": "本时段的第一日",
    "in_force_until": "本时段的最后一日,核对日所在的时段为空",
    "in_verification": "是否在核对范围内",
    "income_tier": "按收入和刚性支出的类别:取决于未知的政策值时为空",
    "income_unknown": "收入取决于其未知的政策值",
    "income_year_units": "家庭年收入,以分的百万分之一计,不四舍五入",
    "income_yuan_month": "采用的家庭月收入(元)",
    "is_active": "是否在享",
    "is_authorised": "是否有有效授权",
    "labels": "部门名称",
    "locality": "政策所在地:区划代码前缀",
    "members": "家庭人口",
    "non_residential": "有商业或办公用房",
    "per_head_yuan": "人均月收入(元)",
    "program_rank": "救助类别的先后次序",
    "property_fails": "财产不符合",
    "rigid_enough": "刚性支出是否达到规定比例",
    "rigid_yuan": "近12个月刚性支出(元)",
    "rule_id": "规则编号",
    "several_homes": "住房套数和面积超过限制:取决于未知的政策值时为空",
    "things": "套数或件数",
    "tier": "建议类别:取决于未知的政策值时为空",
    "tier_unknown": "收入类别取决于其未知的政策值",
    "too_many": "住房套数和面积超过限制:取决于未知的限值时为空",
    "unauthorised": "没有有效授权的计入成员数",
    "undelivered": "从未交付的部门",
    "uses": "使用本人号码的各行，作为证据",
    "unknown": "结论取决于其未知的政策值",
    "within_disposable": "人均年收入是否不高于上年度人均可支配收入",
    "within_edge": "人均月收入是否不高于低保边缘线",
    "within_standard": "人均月收入是否不高于低保标准",
    "verified_per_head_yuan": "核对人均月收入(元)",
    "verified_yuan_month": "核对家庭月收入(元)",
}
