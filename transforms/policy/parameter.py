"""What a policy parameter is: name, Chinese label, unit, exact type, and how its value is read from a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import polars as pl

Kind = Literal["yuan", "ratio", "area", "integer", "boolean", "month_day", "texts", "bands"]
Bands = tuple[tuple[int, Decimal], ...]
Value = Decimal | int | bool | str | tuple[str, ...] | Bands

RATIO = pl.Decimal(9, 6)
_DTYPES: dict[Kind, pl.DataType] = {
    "yuan": pl.Decimal(18, 2),
    "ratio": RATIO,
    "area": pl.Decimal(12, 4),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "month_day": pl.String(),
    "texts": pl.List(pl.String()),
    "bands": pl.List(pl.Struct({"from_age": pl.Int64(), "yuan": pl.Decimal(18, 2)})),
}
_PLACES: dict[Kind, int] = {"yuan": 2, "ratio": 6, "area": 4}
_WHOLE_DIGITS: dict[Kind, int] = {"yuan": 16, "ratio": 3, "area": 8}
_NUMBER = re.compile(r"^\d+(\.\d+)?$")
_MONTH_DAY = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
_SHORT_MONTHS = {"02": 29, "04": 30, "06": 30, "09": 30, "11": 30}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: English name, Chinese label, unit as written in policy files, kind of value.

    optional: a place's file may pass it over in silence; rules that ask for it are skipped there. rules: those of the
    catalogue that ask for it; basis: where the catalogue has it from, with its marks. No value is given here: a place
    says its own, or it is unknown there.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    codes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    basis: str = ""
    optional: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """The polars type of its column in the relation `policy`."""
        return _DTYPES[self.kind]

    def read(self, given: object) -> Value:
        """The exact value of what a file says. Raises ValueError with a Chinese reason."""
        if self.kind == "texts":
            return self._read_texts(given)
        if self.kind == "bands":
            return _read_bands(given)
        if self.kind == "boolean":
            if isinstance(given, bool):
                return given
            raise ValueError("应为 true 或 false")
        if not isinstance(given, str):
            raise ValueError("应为单个数值" if self.kind != "month_day" else "应为“月-日”,如 10-15")
        return self._read_scalar(given.strip())

    def cell(self, value: Value) -> object:
        """The value as the relation `policy` holds it: lists and bands as lists."""
        if not isinstance(value, tuple):
            return value
        return [part if isinstance(part, str) else {"from_age": part[0], "yuan": part[1]} for part in value]

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


def _read_bands(given: object) -> Bands:
    """Ages, each with its monthly amount up to the next: [[80, 50], [90, 100]]; the last band is open."""
    said = "应为按年龄递增的列表,如 [[80, 50], [90, 100]](年龄、每月元)"
    if not isinstance(given, list) or not given or not all(isinstance(band, list) and len(band) == 2 for band in given):
        raise ValueError(said)
    age, yuan = Parameter("age", "", "", "integer"), Parameter("yuan", "", "", "yuan")
    bands = tuple((age.read(band[0]), yuan.read(band[1])) for band in given)
    read = tuple((start, amount) for start, amount in bands if isinstance(start, int) and isinstance(amount, Decimal))
    if any(later[0] <= earlier[0] for earlier, later in pairwise(read)):
        raise ValueError(said)
    return read
