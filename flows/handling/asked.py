"""What a command needs to know of alerts before it puts something down: as published, and what was said so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from flows import clock
from flows.appended import Book
from flows.errors import UsageError
from flows.handling.store import DECISIONS, STEPS, Said
from flows.journal import published_nights
from flows.lake import Lake
from flows.settings import Settings, day_of
from flows.warehouse import open_readonly
from transforms.decisions.taking import Known

_ALERTS = """
SELECT alert_id, rule_id, rule_version, title, level, state, confidence, evidence_fingerprint, resolved_on
FROM alerts WHERE alert_id IN (SELECT unnest(?))
"""
_NAMES = """
SELECT DISTINCT alerts.alert_id, persons.name
FROM alerts
LEFT JOIN fact.member ON alerts.household_no = member.household_no
INNER JOIN persons ON persons.person_key IN (alerts.person_key, member.person_key)
WHERE alerts.alert_id IN (SELECT unnest(?)) AND persons.name IS NOT NULL
ORDER BY ALL
"""


@dataclass(frozen=True)
class Asked:
    """The newest published night of a home, and the alerts asked about. `now`: when it is asked."""

    lake: Lake
    as_of: date
    now: datetime
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    samples: dict[str, str | None] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in Shanghai."""
        return self.now.date()

    def known(self, alert_id: str, said: Said) -> Known:
        """One alert and what was said of it."""
        own = pl.col("alert_id") == alert_id
        decisions, steps = said.decisions.filter(own), said.steps.filter(own)
        return Known(self.alerts.get(alert_id), decisions, steps, self.names.get(alert_id, ()))


def asked(settings: Settings, alert_ids: Iterable[str]) -> Asked:
    """Raises UsageError if nothing was published yet, or by an older version of the program."""
    lake = Lake(settings.home.absolute())
    as_of, ids = published_nights(lake)[-1], sorted(set(alert_ids))
    with open_readonly(lake.stable) as con:
        if con.execute("SELECT 1 FROM information_schema.tables WHERE table_name = 'recall_sample'").fetchone() is None:
            raise UsageError(f"{lake.home} 的最近一夜由旧版程序生成。请重新运行 hedui nightly。")
        alerts = con.execute(_ALERTS, [ids]).pl()
        names = con.execute(_NAMES, [ids]).pl()
        samples = con.execute(
            "SELECT sample_id, result FROM recall_sample WHERE sample_id IN (SELECT unnest(?))", [ids]
        )
        drawn = dict(samples.fetchall())
    of = names.group_by("alert_id").agg("name").iter_rows()
    return Asked(
        lake,
        as_of,
        clock.now(),
        {row["alert_id"]: row for row in alerts.iter_rows(named=True)},
        {alert_id: tuple(called) for alert_id, called in of},
        drawn,
    )


def said_so_far(lake: Lake) -> Said:
    """Both books as they stand."""
    return Said(DECISIONS.read(lake), STEPS.read(lake))


def said_within(lake: Lake, book: Book, read: Callable[[], pl.DataFrame]) -> Said:
    """Both books while one is being added to: that one as its lock shows it."""
    return Said(DECISIONS.read(lake), read()) if book is STEPS else Said(read(), STEPS.read(lake))


def last_step(said: Said) -> int:
    """Seq of the last step in the book; 0 for none."""
    return int(said.steps.select(pl.col("seq").max().fill_null(0)).item())


def a_day(text: str | None, option: str) -> date | None:
    """A day as somebody wrote it. Raises UsageError."""
    if text is None or not text.strip():
        return None
    try:
        return day_of(text.strip())
    except ValueError as fault:
        raise UsageError(f"{option}“{text}”无法识别：{fault}。") from None
