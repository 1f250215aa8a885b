"""Schema `mart` of the published file: everything a rule's SQL names, so that a rule pasted into DuckDB runs.

    USE mart;          -- then paste sql/rules/alert/CB-06.sql, head and all

The facts and marts are views on what is published; the day, the policy and the localities are the night's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import duckdb
import polars as pl

from flows.warehouse_tables import name_text, say, value_text
from schemas.facts import FACTS, PERSON
from schemas.marts import COLUMNS, CONTEXT
from transforms.policy.parameters import PARAMETERS

_KNOWN = {name: column.comment for fact in (*FACTS.values(), PERSON) for name, column in fact.columns.items()}


@dataclass(frozen=True)
class RuleSpace:
    """`context`: relation -> rows (night, policy, locality, department). `marts`: relation -> SELECT, in order."""

    context: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    marts: Mapping[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> Hashable:
        """Everything but the rows."""
        return tuple((name, *frame.schema.items()) for name, frame in self.context.items()), *self.marts.items()


def column_comment(name: str) -> str:
    """What a column of a mart or of the night's context means. Raises KeyError if nobody said."""
    if name in COLUMNS:
        return COLUMNS[name]
    return PARAMETERS[name].label if name in PARAMETERS else _KNOWN[name]


def create_rule_space(con: duckdb.DuckDBPyConnection, space: RuleSpace) -> None:
    """Create schema `mart`, without rows, in a file being built. Nothing is created without a context."""
    if not space.context:
        return
    con.execute("CREATE SCHEMA mart")
    con.execute("USE mart")
    comments: dict[str, tuple[str, str]] = {}
    for name, fact in FACTS.items():
        con.execute(f"CREATE VIEW {name} AS SELECT * FROM fact.{name}")
        comments[name] = ("VIEW", fact.comment)
    con.execute(f"CREATE VIEW person AS SELECT {', '.join(PERSON.columns)} FROM main.persons")
    comments["person"] = ("VIEW", PERSON.comment)
    for name, frame in space.context.items():
        con.register("context_frame", frame.clear().to_arrow())
        con.execute(f"CREATE TABLE {name} AS SELECT * FROM context_frame")
        con.unregister("context_frame")
        comments[name] = ("TABLE", CONTEXT[name])
    for name, select in space.marts.items():
        con.execute(f"CREATE VIEW {name} AS\n{select}")
        comments[name] = ("VIEW", select.partition("\n")[0].removeprefix("--").strip())
    _comment(con, comments)
    con.execute("USE main")


def fill_rule_space(con: duckdb.DuckDBPyConnection, space: RuleSpace) -> None:
    """The rows of a rule space that was created."""
    for name, frame in space.context.items():
        con.register("context_frame", frame.to_arrow())
        con.execute(f"INSERT INTO mart.{name} SELECT * FROM context_frame")
        con.unregister("context_frame")


def _comment(con: duckdb.DuckDBPyConnection, comments: Mapping[str, tuple[str, str]]) -> None:
    """Say what every relation (name -> VIEW or TABLE, what it is) and every column of it is."""
    columns = con.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'mart'").fetchall()
    say(
        con,
        *(f"COMMENT ON {kind} mart.{name} IS {value_text(comment)}" for name, (kind, comment) in comments.items()),
        *(
            f"COMMENT ON COLUMN mart.{name}.{name_text(column)} IS {value_text(column_comment(column))}"
            for name, column in columns
        ),
    )
