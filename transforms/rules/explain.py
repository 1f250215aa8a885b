"""Chinese text of findings: values as people write them, put into the rule's sentence. All by column."""

from __future__ import annotations

import re

import polars as pl

LIKELY_PREFIX = "疑似同一人，需先核实身份："
UNKNOWN = "（未填写）"
_PART = re.compile(r"\{(\w+)\}")
_YUAN = "元"


def value_text(column: str, dtype: pl.DataType) -> pl.Expr:
    """A value as text: 1040.50 -> 1040.5, dates YYYY-MM-DD, lists joined by 、, 是 or 否; null stays null."""
    value = pl.col(column)
    if dtype == pl.Decimal:
        plain = value.cast(pl.String)
        return pl.when(plain.str.contains(".", literal=True)).then(plain.str.replace(r"\.?0+$", "")).otherwise(plain)
    if dtype == pl.Date:
        return value.dt.strftime("%Y-%m-%d")
    if dtype == pl.Boolean:
        return pl.when(value).then(pl.lit("是")).when(value.not_()).then(pl.lit("否"))
    if isinstance(dtype, pl.List):
        return value.cast(pl.List(pl.String)).list.join("、")
    return value.cast(pl.String)


def yuan_text(plain: pl.Expr) -> pl.Expr:
    """An amount in text with two places: 9611.7 -> 9611.70; other text and null stay.

    Text, so nothing is rounded. What is below a fen is cut off: what is over a limit is then over the limit as told.
    """
    whole = plain.str.replace(r"^(-?\d+)$", "${1}.00").str.replace(r"^(-?\d+\.\d)$", "${1}0")
    return whole.str.replace(r"^(-?\d+\.\d\d)\d+$", "${1}")


def sentence(template: str, columns: set[str]) -> pl.Expr:
    """The sentence with {name} replaced by text columns; an unknown value reads (未填写).

    What stands before 元 is an amount and has two places, a standard of the policy too: staff compare them by eye.
    Raises ValueError when the template names a column that is not there.
    """
    missing = [name for name in _PART.findall(template) if name not in columns]
    if missing:
        raise ValueError(f"说明中的 {'、'.join(missing)} 不是查询结果的列")
    parts = _PART.split(template)
    literal = [pl.lit(text) for text in parts[::2]]
    filled = [
        (yuan_text(pl.col(name)) if after.startswith(_YUAN) else pl.col(name)).fill_null(UNKNOWN)
        for name, after in zip(parts[1::2], parts[2::2], strict=True)
    ]
    woven = [expr for pair in zip(literal, [*filled, pl.lit("")], strict=True) for expr in pair]
    return pl.concat_str(woven)
