"""What the handling of alerts needs to know of a night, and the words and orders its parts share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from schemas.published import of_model
from schemas.published.alerts import Alerts, AlertStates
from transforms.handling.working import DEFAULTS

TEXT = pl.String()
HANDLED: dict[str, pl.DataType] = {
    name: dtype for name, dtype in of_model(Alerts).dtypes.items() if name not in of_model(AlertStates).dtypes
}
"""Columns that the handling adds to alerts, as published."""

MEMORY: dict[str, pl.DataType] = {
    "own_key": TEXT,
    "spell_on": pl.Date(),
    "blue_on": pl.Date(),
    "seen_fingerprint": TEXT,
    "seen_evidence": TEXT,
    "seen_level": TEXT,
    "seen_confidence": TEXT,
    "seen_rule_version": pl.Int64(),
}
"""Columns kept for the next night and not published.

own_key: the person it named before an identity merge brought it together with another alert of its rule.
spell_on: night on which its present spell began: it appeared, came back, or a decision on it lapsed.
blue_on: night on which it was last newly put before staff as a blue one, whatever the spell.
seen_*: as it stood when staff had it before them last; seen_evidence is null where it still has that evidence.
"""

DECISIONS = {"alert_id": TEXT, "decision_id": TEXT, "disposition": TEXT, "decided_on": pl.Date()}
ANSWERED = {"alert_id": TEXT, "on": pl.Date()}
PEOPLE = {"household_no": TEXT, "person_key": TEXT}
DISPUTED = {"alert_id": TEXT, "dispute_id": TEXT}

CLASS_ORDER = ("SJ", "SF", "ZJ", "CB", "CF", "RQ", "LB", "ZD")
"""Order of evaluation (domain/rules.md section 9): source health, identity, deaths and money, then the others."""

NEED = ("LB", "ZD")
"""Classes 漏保 and 主动发现: signals of need, with capacity of their own."""


def none_of(schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """A frame without rows."""
    return pl.DataFrame(schema=dict(schema))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """A night, as far as people's part in it goes.

    previous    the night before; None on the first
    township    rule_id -> what a township reads in place of the explanation; None where the rule has no such text
    decisions   DECISIONS: those that hold tonight, at most one an alert
    answered    ANSWERED: days on which staff recorded a step on an alert
    emptied     PEOPLE: members of households in which nobody counted is alive
    applying    PEOPLE: members of households with an open application
    doubtful    persons of whom some record is theirs only perhaps (certainty likely)
    values      of working_values
    disputed    DISPUTED: alerts that stand only with a record that a household contests (transforms/disputes)
    """

    night: date
    previous: date | None = None
    township: Mapping[str, str | None] = field(default_factory=dict)
    decisions: pl.DataFrame = field(default_factory=lambda: none_of(DECISIONS))
    answered: pl.DataFrame = field(default_factory=lambda: none_of(ANSWERED))
    emptied: pl.DataFrame = field(default_factory=lambda: none_of(PEOPLE))
    applying: pl.DataFrame = field(default_factory=lambda: none_of(PEOPLE))
    doubtful: Collection[str] = ()
    values: pl.DataFrame = field(
        default_factory=lambda: none_of({"division_code": TEXT, **dict.fromkeys(DEFAULTS, pl.Int64())})
    )
    disputed: pl.DataFrame = field(default_factory=lambda: none_of(DISPUTED))


def class_of(rule: pl.Expr) -> pl.Expr:
    """The two letters a rule's id begins with."""
    return rule.str.slice(0, 2)


def needed(rule: pl.Expr) -> pl.Expr:
    """Whether a rule finds a need rather than a doubt."""
    return class_of(rule).is_in(NEED)


def urgency(level: pl.Expr) -> pl.Expr:
    """0 red, 1 yellow, 2 blue."""
    return level.replace_strict({"red": 0, "yellow": 1, "blue": 2}, return_dtype=pl.Int8())


def rule_order(rule: pl.Expr) -> pl.Expr:
    """Sorts rules by class in CLASS_ORDER, then by id; an unknown class comes last."""
    place = class_of(rule).replace_strict(
        {name: str(place) for place, name in enumerate(CLASS_ORDER)}, default="9", return_dtype=TEXT
    )
    return place + rule


def standing() -> pl.Expr:
    """Whether data says that the alert stands."""
    return pl.col("state") != "resolved"


ORDER = (
    urgency(pl.col("level")),
    pl.col("spell_on"),
    rule_order(pl.col("rule_id")),
    pl.col("division_code").fill_null(""),
    pl.col("alert_id"),
)
"""The total order in which alerts come before staff: level, age, rule, division, number."""
