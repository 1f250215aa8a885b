"""The registry of policy parameters: name, Chinese label, unit, exact type. One entry makes a new one known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

import polars as pl

Kind = Literal["yuan", "ratio", "area", "integer", "boolean", "month_day", "texts"]
Value = Decimal | int | bool | str | tuple[str, ...]

RATIO = pl.Decimal(9, 6)
_DTYPES: dict[Kind, pl.DataType] = {
    "yuan": pl.Decimal(18, 2),
    "ratio": RATIO,
    "area": pl.Decimal(12, 4),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "month_day": pl.String(),
    "texts": pl.List(pl.String()),
}
_PLACES: dict[Kind, int] = {"yuan": 2, "ratio": 6, "area": 4}
_WHOLE_DIGITS: dict[Kind, int] = {"yuan": 16, "ratio": 3, "area": 8}
_NUMBER = re.compile(r"^\d+(\.\d+)?$")
_MONTH_DAY = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_SHORT_MONTHS = {"02": 29, "04": 30, "06": 30, "09": 30, "11": 30}

AID_PROGRAMS = ("特困供养", "最低生活保障", "低保边缘", "刚性支出困难", "临时救助")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: English name, Chinese label, unit as written in policy files, kind of value."""

    name: str
    label: str
    unit: str
    kind: Kind
    codes: tuple[str, ...] = ()

    @property
    def dtype(self) -> pl.DataType:
        """The polars type of its column in the relation `policy`."""
        return _DTYPES[self.kind]

    def read(self, given: object) -> Value:
        """The exact value of what a file says. Raises ValueError with a Chinese reason."""
        if self.kind == "texts":
            return self._read_texts(given)
        if self.kind == "boolean":
            if isinstance(given, bool):
                return given
            raise ValueError("应为 true 或 false")
        if not isinstance(given, str):
            raise ValueError("应为单个数值" if self.kind != "month_day" else "应为“月-日”,如 10-15")
        return self._read_scalar(given.strip())

    def _read_scalar(self, text: str) -> Value:
        if self.kind == "month_day":
            if not _MONTH_DAY.match(text) or int(text[3:]) > _SHORT_MONTHS.get(text[:2], 31):
                raise ValueError("应为“月-日”,如 10-15")
            return text
        if not _NUMBER.match(text):
            raise ValueError("应为不小于零的数字,不带千分号和单位")
        if self.kind == "integer":
            if "." in text or len(text) > 9:
                raise ValueError("应为整数")
            return int(text)
        whole, _, fraction = text.partition(".")
        if len(fraction.rstrip("0")) > _PLACES[self.kind]:
            raise ValueError(f"小数不得超过{_PLACES[self.kind]}位")
        if len(whole.lstrip("0")) > _WHOLE_DIGITS[self.kind]:
            raise ValueError("数值过大")
        return Decimal(text)

    def _read_texts(self, given: object) -> tuple[str, ...]:
        if not isinstance(given, list) or not given or not all(isinstance(item, str) for item in given):
            raise ValueError("应为列表,如 [最低生活保障, 低保边缘]")
        unknown = [item for item in given if self.codes and item not in self.codes]
        if unknown:
            raise ValueError(f"未知的取值 {'、'.join(unknown)};可用:{'、'.join(self.codes)}")
        return tuple(given)


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
)
