"""Part of the step monitor: lists and coverage of the old, children and the disabled, and who is paid after death.

The SQL stands in sql/lists, in the order of its file names; each file is a relation that later ones may name. Who is
missed is what the night's rules found (relation `finding`), so that a list and an alert never say different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl

from flows.lake import write_parquet
from flows.night import Night
from flows.resources import sql_texts
from flows.rulebase import RuleBase
from schemas.published import of_model
from schemas.published.care import MODELS, AfterDeath
from transforms.care import dated, with_confidence
from transforms.rules.engine import World, mart_relations, relations_asked

TABLES = tuple(of_model(model).name for model in MODELS)
"""What is published: <name>.parquet in the folder of the step monitor."""
_AFTER_DEATH = of_model(AfterDeath).name
_FOUND = ["rule_id", "person_key", "household_no"]


def write_care(night: Night, base: RuleBase, findings: pl.DataFrame, folder: Path) -> None:
    """Write TABLES. `findings`: tonight's, of both worlds (rules.worlds.merge_findings)."""
    wanted: dict[World, Sequence[str]] = {"linked": TABLES, "apart": (_AFTER_DEATH,)}
    made, apart = base.in_worlds(lambda con, world: _lists(con, findings, wanted[world]))
    listed = with_confidence(made[_AFTER_DEATH], None if apart is None else apart[_AFTER_DEATH])
    made[_AFTER_DEATH] = dated(listed, _before(night), night.as_of)
    for name in TABLES:
        write_parquet(made[name], folder / f"{name}.parquet")


def _lists(con: duckdb.DuckDBPyConnection, findings: pl.DataFrame, wanted: Sequence[str]) -> dict[str, pl.DataFrame]:
    """The lists wanted in the world of a connection, and nothing that they do not ask."""
    con.register("finding_rows", findings.select(_FOUND).unique().to_arrow())
    con.execute("CREATE OR REPLACE TEMP TABLE finding AS SELECT * FROM finding_rows")
    con.unregister("finding_rows")
    for name, select in relations_asked(mart_relations(sql_texts("lists")), *wanted).items():
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS\n{select}")
    return {name: con.execute(f"SELECT * FROM {name} ORDER BY ALL").pl() for name in wanted}


def _before(night: Night) -> pl.DataFrame | None:
    """Who was listed the night before; None on the first night and after an older release."""
    path = night.previous_folder / "monitor" / f"{_AFTER_DEATH}.parquet" if night.previous_folder else None
    return pl.read_parquet(path) if path is not None and path.is_file() else None
