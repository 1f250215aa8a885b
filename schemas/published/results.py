"""Published results: who is who, what verification says of each household, and the alerts.

Names and meanings in docs/contract/warehouse.yaml stay for ever; the other columns and tables are ours.
"""

from __future__ import annotations

import polars as pl

from schemas.published.words import Count, Day, Published, Text, Texts, Yuan, about, codes, may, must


class IdentityLinks(Published):
    """Grain: one person column set of a record in force; k rows for a cell with k owners."""

    department: Text = must("部门")
    table_name: Text = must("表")
    record_no: Text = must("业务流水号")
    person_role: Text = must("人员角色")
    owner_index: pl.Int16 = must("第几位权利人", "一格多人时为1至k", ge=1)
    person_key: Text = must("人员键")
    method: Text = codes(
        "关联方式",
        "exact_id repaired_id probabilistic reviewed unlinked",
        "exact_id 证号姓名一致,repaired_id 证号修复,probabilistic 概率关联,reviewed 人工判定,unlinked 未关联到其他记录",
    )
    certainty: Text = codes("确定程度", "certain likely", "certain 确定,likely 可能(只提示核实身份,不支持结论)")
    match_weight: pl.Float64 = may("匹配权重", "与该人最相近的另一条记录相比;exact_id 与 unlinked 为空")
    match_probability: pl.Float64 = may("匹配概率", "同上", ge=0, le=1)

    Config = about("identity_links", "身份关联:每条有效记录中的每个人员对应到哪个人")


class Persons(Published):
    """Grain: one person."""

    person_key: Text = must("人员键", "一经产生永久不变,不由证号推出", unique=True)
    name: Text = may("姓名")
    id_number: Text = may("公民身份号码", "有效号码;没有则为空")
    sex: Text = may("性别", "有有效号码时以号码为准")
    birth_date: Day = may("出生日期", "有有效号码时以号码为准")
    died_on: Day = may("死亡日期", "多条记录取最早;截至本夜")

    Config = about("persons", "人员:被认定为同一人的全部记录归为一人")


class VerificationResults(Published):
    """Grain: one household in one program; the latest night only."""

    household_no: Text = must("家庭编号", "在同一救助类别内唯一")
    program: Text = must("救助类别")
    as_of: Day = must("核对基准日")
    members: Count = must("计入人数", "共同生活且未死亡", ge=1)
    income_yuan_month: Yuan = may("家庭月收入(元)", "核实收入与申报收入取大;无法核对时为空")
    income_per_head_yuan: Yuan = may("人均月收入(元)", "四舍五入到分;无法核对时为空")
    proposed_tier: Text = may("建议类别", "最低生活保障、低保边缘、刚性支出困难或不符合;无法核对时为空")
    outcome: Text = codes(
        "核对结果",
        "pass fail needs_review not_assessable",
        "pass 符合,fail 不符合,needs_review 须先核实身份,not_assessable 无法核对",
    )
    reasons: Texts = must("理由")
    next_tier: Text = may(
        "下一步可核的类别",
        "不符合所申请或所享类别时:低保边缘、刚性支出困难等数据符合的类别;都不符合为“其他”,即临时救助、专项救助、慈善帮扶",
    )

    Config = about("verification_results", "核对结果:最近一夜每户一行;结果是提问,不是决定")


class VerificationItems(Published):
    """Grain: one item (income, property, expense, standard) of one household's verification."""

    household_no: Text = must("家庭编号")
    program: Text = must("救助类别")
    item: Text = must("项目")
    amount_yuan: Yuan = may("金额(元)")
    value: Text = may("内容", "非金额项目的值")
    source_table: Text = may("来源:部门.表")
    record_no: Text = may("来源记录的业务流水号")
    policy_source: Text = may("政策依据")

    Config = about("verification_items", "核对明细:核对结果由哪些项目算出")


class IdentityEvents(Published):
    """Grain: one merge, split or first appearance of a person key. Append-only, all nights."""

    night: Day = must("夜次", "基准日")
    kind: Text = must("事件", "如 merge 合并,split 拆分")
    from_key: Text = may("原人员键")
    to_key: Text = may("现人员键")
    reason: Text = may("原因", "不含个人信息")

    Config = about("identity_events", "人员键的合并与拆分:只追加,历夜全部")


class IdentityReview(Published):
    """Grain: one pair of references that a person should look at; the latest night only."""

    rank: Count = must("次序", "1 最值得看", ge=1)
    kind: Text = codes(
        "类型",
        "likely overridden below changed contradiction",
        "likely 疑似同一人,overridden 各项很像但规则不允许关联,below 把握不足而未关联,"
        "changed 判断过而数据已变,contradiction 几次判断互相矛盾",
    )
    department_a: Text = must("甲方部门")
    table_name_a: Text = must("甲方表")
    record_no_a: Text = must("甲方业务流水号")
    person_role_a: Text = must("甲方人员角色")
    owner_index_a: pl.Int16 = must("甲方第几位权利人", ge=1)
    department_b: Text = must("乙方部门")
    table_name_b: Text = must("乙方表")
    record_no_b: Text = must("乙方业务流水号")
    person_role_b: Text = must("乙方人员角色")
    owner_index_b: pl.Int16 = must("乙方第几位权利人", ge=1)
    match_weight: pl.Float64 = may("匹配权重", "未逐项比对时为空")
    match_probability: pl.Float64 = may("匹配概率", "未逐项比对时为空", ge=0, le=1)
    on_aid: pl.Boolean = must("涉及救助家庭", "两方所属的人有救助家庭的记录")
    reason: Text = must("缘由", "不含个人信息")

    Config = about("identity_review", "待人工核实的身份:最值得人看的记录对,按次序;只提问,不作结论")
