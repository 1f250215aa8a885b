"""The policy of a day: which locality every division code belongs to, and each parameter's value there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from transforms.policy.dated import RESIDENCES, PolicyFile, chain_of, entry_on, value_on
from transforms.policy.parameters import PARAMETERS, Value

EVERY_RESIDENCE = ("", *RESIDENCES)
LOCALITY_SCHEMA = {"division_code": pl.String(), "locality": pl.String()}
VALUES_SCHEMA = {
    "locality": pl.String(),
    "residence": pl.String(),
    "parameter": pl.String(),
    "label": pl.String(),
    "value": pl.String(),
    "unit": pl.String(),
    "valid_from": pl.Date(),
    "source": pl.String(),
    "mark": pl.String(),
    "file": pl.String(),
}
POLICY_SCHEMA: dict[str, pl.DataType] = {
    "locality": pl.String(),
    "residence": pl.String(),
    **{name: parameter.dtype for name, parameter in PARAMETERS.items()},
}


@dataclass(frozen=True, slots=True)
class ResolvedPolicy:
    """Three frames for one day.

    policy: one row a (locality, residence in '', 城镇, 农村), one column a parameter, null where unknown;
        a split value is null at residence ''.
    locality: division_code -> locality, every code asked for and '' (the centre's root policy).
    values: one row a known value with unit, day, source, mark and file, for publication and explanations.
    """

    policy: pl.DataFrame
    locality: pl.DataFrame
    values: pl.DataFrame


def value_text(value: Value) -> str:
    """A value as Chinese readers write it: no trailing zeros, lists joined by 、, 是 or 否."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, tuple):
        return "、".join(part if isinstance(part, str) else f"{part[0]}岁起{value_text(part[1])}元" for part in value)
    return str(value)


def _root(policies: Sequence[PolicyFile]) -> PolicyFile:
    return min(policies, key=lambda policy: (len(policy.locality), policy.locality))


def locality_of(policies: Sequence[PolicyFile], division_codes: Iterable[str | None]) -> pl.DataFrame:
    """Each division code and '' with the longest locality prefix; a code no prefix fits gets the root."""
    root = _root(policies).locality
    by_length = sorted({policy.locality for policy in policies}, key=len, reverse=True)
    codes = sorted({code or "" for code in division_codes} | {""})
    found = [next((prefix for prefix in by_length if code.startswith(prefix)), root) for code in codes]
    return pl.DataFrame({"division_code": codes, "locality": found}, schema=LOCALITY_SCHEMA)


def row_on(chain: Sequence[PolicyFile], locality: str, residence: str, day: date) -> dict[str, object]:
    """One row of the relation `policy`: every parameter's value on a day, None where it is unknown."""
    known = {name: value_on(chain, name, residence, day) for name in PARAMETERS}
    cells = {name: None if value is None else PARAMETERS[name].cell(value) for name, value in known.items()}
    return {"locality": locality, "residence": residence, **cells}


def _values_on(chain: Sequence[PolicyFile], locality: str, residence: str, day: date) -> Iterator[dict[str, object]]:
    """The known values, with what they rest on."""
    for name, parameter in PARAMETERS.items():
        found = entry_on(chain, name, residence, day)
        if found is None or found[0].value is None:
            continue
        dated, file = found
        yield {
            "locality": locality,
            "residence": residence,
            "parameter": name,
            "label": parameter.label,
            "value": value_text(found[0].value),
            "unit": parameter.unit or None,
            "valid_from": dated.valid_from,
            "source": dated.source,
            "mark": dated.mark,
            "file": file.file,
        }


def resolve(policies: Sequence[PolicyFile], day: date, division_codes: Iterable[str | None]) -> ResolvedPolicy:
    """The policy in force on a day for every locality and residence. policies: of parse_policies, not empty."""
    places = [
        (chain_of(policies, policy.locality), policy.locality, residence, day)
        for policy in policies
        for residence in EVERY_RESIDENCE
    ]
    return ResolvedPolicy(
        pl.DataFrame([row_on(*place) for place in places], schema=POLICY_SCHEMA, orient="row"),
        locality_of(policies, division_codes),
        pl.DataFrame([row for place in places for row in _values_on(*place)], schema=VALUES_SCHEMA, orient="row"),
    )
