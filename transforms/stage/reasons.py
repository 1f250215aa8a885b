"""Why a cell was not read: a check's name, and a Chinese sentence that tells the kind of content, never the content.

Evaluated on refused cells only, so clarity goes before speed here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import polars as pl

from schemas.catalogue import ColumnSpec
from schemas.types import SERIAL_LENGTH
from transforms.stage.blanks import BLANKS
from transforms.stage.columns import MAY_SAY_NOTHING
from transforms.stage.fields import half_width, is_nothing

MISSING, UNREADABLE, CODE, TOO_LONG = "missing", "unreadable", "code", "too_long"

_SHOWN_CODES: Final = 12
_WANTED: Final = {
    "date": "不是可识别的日期",
    "month": "不是可识别的年月",
    "yuan": "不是可识别的金额",
    "area": "不是可识别的面积",
    "percent": "不是0到100之间的百分比",
    "integer": "不是非负整数",
    "division12": "不是6、9或12位数字的区划代码",
}


def is_blank(text: pl.Expr, column: ColumnSpec) -> pl.Expr:
    """Whether the cell holds nothing: null, blanks, or, where the type allows it, a word that says so."""
    if column.type in MAY_SAY_NOTHING:
        return is_nothing(text)
    return (text.str.strip_chars(BLANKS) == "").fill_null(value=True)


def check_name(text: pl.Expr, column: ColumnSpec) -> pl.Expr:
    """missing, code, too_long or unreadable, for cells that gave no value."""
    kind = {"code": CODE, "serial": TOO_LONG}.get(column.type, UNREADABLE)
    return pl.when(is_blank(text, column)).then(pl.lit(MISSING)).otherwise(pl.lit(kind))


def reason(text: pl.Expr, column: ColumnSpec) -> pl.Expr:
    """The sentence for cells that gave no value. It holds the header, and of the content only its kind."""
    return pl.when(is_blank(text, column)).then(pl.lit(f"必填项“{column.header}”为空")).otherwise(_why(text, column))


def _why(text: pl.Expr, column: ColumnSpec) -> pl.Expr:
    if column.type == "code":
        shown = f",应为:{'、'.join(column.codes)}" if len(column.codes) <= _SHOWN_CODES else ""
        return pl.format("“{}”不在代码表内(内容为{}{})", pl.lit(column.header), _shape(text), pl.lit(shown))
    if column.type == "serial":
        return pl.lit(f"“{column.header}”超过{SERIAL_LENGTH}个字符")
    wanted = _WANTED.get(column.type, "不符合要求")
    return pl.format("“{}”{}({})", pl.lit(column.header), pl.lit(wanted), _fault(column.type)(text))


def _fault(kind: str) -> Callable[[pl.Expr], pl.Expr]:
    if kind in ("date", "month"):
        return _date_fault
    if kind in ("yuan", "integer"):
        return partial(_number_fault, too_long="小数位数过多,或数值过大")
    return partial(_number_fault, too_long="数值过大") if kind in ("area", "percent") else _shape_sentence


def _date_fault(text: pl.Expr) -> pl.Expr:
    plain = half_width(text)
    looks = plain.str.contains(
        r"^[0-9]{4}(?:[0-9]{4}|[0-9]{2})$|^[0-9]{4}[-/年.][0-9]{1,2}(?:[-/月.][0-9]{1,2}日?)?月?$"
    )
    return pl.when(looks).then(pl.lit("形似日期,但写法不符,或历法上没有这一天")).otherwise(_shape_sentence(text))


def _number_fault(text: pl.Expr, too_long: str) -> pl.Expr:
    plain = half_width(text)
    return (
        pl.when(plain.str.contains(r"^[-(−].*[0-9]"))
        .then(pl.lit("为负数"))
        .when(plain.str.contains(r"^[0-9]+\.[0-9]+$"))
        .then(pl.lit(too_long))
        .when(plain.str.contains("[万千亿]"))
        .then(pl.lit("带有万、千等数量单位"))
        .when(plain.str.contains("^[0-9]+$"))
        .then(pl.lit("数值过大"))
        .otherwise(_shape_sentence(text))
    )


def _shape_sentence(text: pl.Expr) -> pl.Expr:
    return pl.format("内容为{}", _shape(text))


def _shape(text: pl.Expr) -> pl.Expr:
    """How many characters, and of what kind: enough to find the cell's fault, too little to tell a person."""
    plain = half_width(text)
    kind = (
        pl.when(plain.str.contains("^[0-9]+$"))
        .then(pl.lit("位数字"))
        .when(plain.str.contains(r"\p{Han}"))
        .then(pl.lit("个字符,含汉字"))
        .when(plain.str.contains("[A-Za-z]"))
        .then(pl.lit("个字符,含字母"))
        .otherwise(pl.lit("个字符,含其他符号"))
    )
    return pl.format("{}{}", plain.str.len_chars(), kind)
