"""The rules as `hedui rules` lists them: what stands in the head, and what became of their alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.errors import HeduiError, UsageError
from flows.published import File, opened
from flows.resources import sql_texts
from flows.rulebase import parsed_rules
from flows.settings import Settings
from transforms.rules.head import Rule, split_file
from transforms.rules.measured import MEASURES, PUBLISHED_MEASURES, measures, of_versions

_DECISION = ("decision_id", "alert_id", "disposition", "standing", "decided_on")


@dataclass(frozen=True, slots=True)
class Listed:
    """Rules and their measures by id; `nights`: how many nights the file tells of, None where there is no file.

    waiting: heads of rules that wait for data; they are never asked.
    """

    rules: tuple[Rule, ...]
    measures: dict[str, dict[str, Any]]
    nights: int | None
    waiting: tuple[dict[str, Any], ...] = ()

    def of(self, rule: Rule) -> dict[str, Any]:
        """MEASURES of a rule: nulls where they are unknown, and 0 fired where a file tells of no alert."""
        known = self.nights is not None
        nothing = dict.fromkeys(MEASURES) | {"rule_id": rule.id, "fired": 0 if known else None}
        return self.measures.get(rule.id, nothing)

    def as_data(self) -> list[dict[str, Any]]:
        """One plain object a rule, for JSON."""
        found = [about(rule) | self.of(rule) for rule in self.rules]
        waiting = [head | dict.fromkeys(MEASURES) | {"rule_id": head["id"]} for head in self.waiting]
        return sorted([*found, *waiting], key=lambda row: str(row["id"]))


def listed(
    settings: Settings,
    status: str | None = None,
    level: str | None = None,
    rule_class: str | None = None,
    rule_id: str | None = None,
) -> Listed:
    """The rules of this version, as far as the given words choose them. Raises UsageError for an unknown rule."""
    chosen = [
        rule
        for rule in parsed_rules()
        if status in (None, rule.head.status)
        and level in (None, rule.head.level)
        and rule_class in (None, rule.head.rule_class)
        and rule_id in (None, rule.id)
    ]
    waiting = tuple(
        head
        for head in waiting_heads()
        if status in (None, "waiting")
        and level in (None, head.get("level"))
        and rule_class in (None, head.get("class"))
        and rule_id in (None, head["id"])
    )
    if rule_id is not None and not chosen and not waiting:
        raise UsageError(f"没有规则 {rule_id}。用 hedui rules 列出全部规则。")
    try:
        with opened(settings) as file:
            found, nights = _measured(file), file.rows("SELECT count(*) AS n FROM runs")[0]["n"]
    except HeduiError:
        return Listed(tuple(chosen), {}, None, waiting)
    return Listed(tuple(chosen), {row["rule_id"]: row for row in found.iter_rows(named=True)}, nights, waiting)


def waiting_heads() -> list[dict[str, Any]]:
    """Heads of the rule files of status `waiting`, as they are written."""
    heads = [split_file(f"{name}.sql", text)[0] for name, text in _waiting_texts().items()]
    return [head for head in heads if head.get("status") == "waiting"]


def _waiting_texts() -> dict[str, str]:
    return {name: text for name, text in sql_texts("rules/alert").items() if "\nstatus: waiting\n" in text}


def about(rule: Rule) -> dict[str, Any]:
    """What the head of a rule says, without its examples."""
    return {**rule.head.model_dump(mode="json", by_alias=True, exclude={"examples"}), "file": rule.file}


def decisions_of(file: File) -> pl.DataFrame | None:
    """Decisions of the file (decision_id, alert_id, disposition, standing, decided_on); None where it has none yet."""
    if missing(file, "decisions", _DECISION):
        return None
    return file.con.execute(f"SELECT {', '.join(_DECISION)} FROM decisions").pl()


def missing(file: File, table: str, columns: Sequence[str]) -> list[str]:
    """Columns that a table of the file lacks; all of them where there is no such table."""
    there = file.columns(table)
    return [name for name in columns if name not in there]


def _measured(file: File) -> pl.DataFrame:
    if not missing(file, "rule_measures", PUBLISHED_MEASURES):
        asked = f"SELECT {', '.join(PUBLISHED_MEASURES)} FROM rule_measures WHERE month IS NULL"
        published = file.con.execute(asked).pl()
        still = "SELECT rule_id, count(*) FILTER (WHERE state <> 'resolved') AS open FROM alerts GROUP BY ALL"
        return of_versions(published, file.con.execute(still).pl())
    alerts = file.con.execute("SELECT alert_id, rule_id, state FROM alerts").pl()
    return measures(alerts, decisions_of(file))
