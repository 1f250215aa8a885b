"""The policy of a day: which locality every division code belongs to, and each parameter's value there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from transforms.policy.dated import RESIDENCES, PolicyFile, chain_of, entry_on
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


def resolve(policies: Sequence[PolicyFile], day: date, division_codes: Iterable[str | None]) -> ResolvedPolicy:
    """The policy in force on a day for every locality and residence. policies: of parse_policies, not empty."""
    rows: list[dict[str, object]] = []
    values: list[dict[str, object]] = []
    for policy in policies:
        chain = chain_of(policies, policy.locality)
        for residence in EVERY_RESIDENCE:
            row: dict[str, object] = {"locality": policy.locality, "residence": residence}
            for name, parameter in PARAMETERS.items():
                found = entry_on(chain, name, residence, day)
                if found is None or found[0].value is None:
                    row[name] = None
                    continue
                (dated, file), value = found, found[0].value
                row[name] = parameter.cell(value)
                values.append(
                    {
                        "locality": policy.locality,
                        "residence": residence,
                        "parameter": name,
                        "label": parameter.label,
                        "value": value_text(value),
                        "unit": parameter.unit or None,
                        "valid_from": dated.valid_from,
                        "source": dated.source,
                        "mark": dated.mark,
                        "file": file.file,
                    }
                )
            rows.append(row)
    return ResolvedPolicy(
        pl.DataFrame(rows, schema=POLICY_SCHEMA, orient="row"),
        locality_of(policies, division_codes),
        pl.DataFrame(values, schema=VALUES_SCHEMA, orient="row"),
    )
