"""Rules that could not run somewhere because a parameter is unknown there: reported, never run with another's value."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from transforms.rules.head import Rule

SKIPPED_SCHEMA: dict[str, pl.DataType] = {
    "rule_id": pl.String(),
    "locality": pl.String(),
    "residence": pl.String(),
    "parameter": pl.String(),
}


def places_in_use(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(locality, residence) of households active or applying, and of rows without household: every locality, ''.

    Needs the prepared world. The parameters of a place nobody lives in are nobody's loss.
    """
    households = con.execute(
        """
        SELECT DISTINCT locality, coalesce(residence, '') AS residence
        FROM located_household
        WHERE is_active OR status = '申请中'
        ORDER BY ALL
        """
    ).pl()
    rows = con.execute("SELECT DISTINCT locality, '' AS residence FROM locality ORDER BY ALL").pl()
    return households, rows


def skipped_parameters(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> pl.DataFrame:
    """One row a (rule, locality, residence, parameter) whose value is unknown where the rule has rows to look at."""
    households, rows = places_in_use(con)
    policy = con.execute("SELECT * FROM policy").pl()
    centre = con.execute("SELECT locality, '' AS residence FROM locality WHERE division_code = ''").pl()
    scopes = {"household": households, "row": rows, "both": pl.concat([households, rows]).unique(), "centre": centre}
    found = [pl.DataFrame(schema=SKIPPED_SCHEMA)]
    here = {scope: rows.join(policy, on=["locality", "residence"], how="inner") for scope, rows in scopes.items()}
    gaps = {scope: {column.name for column in known if column.has_nulls()} for scope, known in here.items()}
    for rule in rules:
        scope = rule.head.policy_by
        for name in rule.head.parameters:
            if name not in gaps[scope]:
                continue
            unknown = here[scope].filter(pl.col(name).is_null()).select("locality", "residence")
            found.append(
                unknown.select(
                    pl.lit(rule.id).alias("rule_id"), "locality", "residence", pl.lit(name).alias("parameter")
                )
            )
    return pl.concat(found).sort(list(SKIPPED_SCHEMA))
