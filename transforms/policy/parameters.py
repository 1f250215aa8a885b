"""The registry of policy parameters. One entry makes a new one known."""

from __future__ import annotations

from types import MappingProxyType

from transforms.policy.optional import OPTIONAL
from transforms.policy.parameter import Parameter, Value

__all__ = ["AID_PROGRAMS", "PARAMETERS", "Parameter", "Value"]

AID_PROGRAMS = ("特困供养", "最低生活保障", "低保边缘", "刚性支出困难", "临时救助")


def _registry(*parameters: Parameter) -> MappingProxyType[str, Parameter]:
    return MappingProxyType({parameter.name: parameter for parameter in parameters})


PARAMETERS = _registry(
    Parameter("standard", "最低生活保障标准", "yuan/person/month", "yuan"),
    Parameter("edge_multiple", "低保边缘收入倍数", "", "ratio"),
    Parameter("disposable_income_year", "上年度人均可支配收入", "yuan/person/year", "yuan"),
    Parameter("rigid_share", "刚性支出占收入比例", "", "ratio"),
    Parameter("work_cost_share", "就业成本扣减比例", "", "ratio"),
    Parameter("resident_pension_exempt_yuan", "城乡居民养老金豁免额", "yuan/month", "yuan"),
    Parameter("income_tolerance", "收入超标容差", "", "ratio"),
    Parameter("home_count_limit", "住房套数限制", "", "integer"),
    Parameter("home_area_per_head_m2", "人均住房面积限制", "m2/person", "area"),
    Parameter("wage_months_min", "工资月数下限", "", "integer"),
    Parameter("elder_allowance_age", "高龄津贴年龄", "years", "integer"),
    Parameter("elder_allowance_grace_months", "高龄津贴办理宽限月数", "", "integer"),
    Parameter("living_subsidy_programs", "困难残疾人生活补贴适用的救助类别", "", "texts", AID_PROGRAMS),
    Parameter("medical_shock_low_income_yuan", "低收入家庭医疗负担预警额", "", "yuan"),
    Parameter("medical_shock_ordinary_yuan", "普通家庭医疗负担预警额", "", "yuan"),
    Parameter("heating", "是否发放采暖补贴", "", "boolean"),
    Parameter("heating_from", "采暖期起", "month-day", "month_day"),
    Parameter("heating_until", "采暖期止", "month-day", "month_day"),
    Parameter("shared_account_limit", "同一账户领取人数预警值", "", "integer"),
    Parameter("no_number_grace_months", "无证号宽限月数", "", "integer"),
    Parameter("visit_days", "探访间隔天数", "", "integer"),
    *OPTIONAL,
)
