"""What becomes of the kind of a value in a function of DuckDB."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from transforms.rules.kinds import NOTHING, Kind, added_up, alike, averaged, over, times, traits_of

_SAME = {
    *("abs", "round", "floor", "ceil", "ceiling", "trunc", "max", "min", "list", "array_agg", "unnest"),
    *("list_max", "list_min", "list_sort", "list_distinct"),
    *("lag", "lead", "first_value", "last_value"),
}
_ALIKE = {
    "greatest": "取大于",
    "least": "取小于",
    "ifnull": "代以",
    "nullif": "比较",
    "coalesce": "代以",
    "if": "代以",
    "list_value": "并列",
}
_MEANS = {
    *("avg", "mean", "favg", "median", "mode", "quantile", "quantile_cont", "quantile_disc", "approx_quantile"),
    *("list_avg", "list_median", "list_mode", "list_aggregate", "list_aggr"),
    *("aggregate", "array_aggregate", "array_aggr"),
}
_SUMS = {"sum", "list_sum", "fsum", "kahan_sum", "sumkahan", "sum_no_overflow"}


def result_of(name: str, parts: list[Kind], named: frozenset[str]) -> Kind:
    """Kind of what a function gives; `named`: kinds of income that its rows are limited to. Raises KindError."""
    first = parts[0] if parts else NOTHING
    if name in _MEANS:
        return averaged(first)
    if name in _SUMS:
        return added_up(first, bool(named) and first.monthly_rows is not None and named <= first.monthly_rows)
    if name in ("+", "-", "add", "subtract") and len(parts) > 1:
        if all(part.constant is not None for part in parts):
            left, right = (part.constant or Fraction(0) for part in parts[:2])
            return Kind(constant=left + right if name in ("+", "add") else left - right)
        return alike(parts, "加减")
    if name in ("*", "multiply"):
        return times(*parts[:2])
    if name in ("/", "//", "divide"):
        return over(*parts[:2])
    if name in _ALIKE:
        return alike(parts[1:] if name == "if" else parts, _ALIKE[name]).with_traits(traits_of(parts))
    if name in _SAME or name in ("+", "-"):
        return replace(first, constant=None).with_traits(traits_of(parts))
    return Kind(traits=traits_of(parts))
