"""Part of the step monitor: what becomes of tonight's alerts for people, and what the night before left of that."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.lake import write_parquet
from flows.night import Night
from flows.rulebase import RuleBase
from flows.steps.link import links_path
from schemas.catalogue import TABLES
from transforms.handling.events import ALERT_EVENTS
from transforms.handling.handling import handle
from transforms.handling.sheets import SHEETS
from transforms.handling.tonight import ANSWERED, DECISIONS, Circumstances, none_of
from transforms.handling.working import working_values

SHEETS_FILE, EVENTS_FILE = "dispatch_sheets.parquet", "alert_events.parquet"

# Counted in a household of which nobody counted is alive: its people are in `member`, but not in `counted_member`.
_EMPTIED = """
    SELECT DISTINCT household_no, person_key
    FROM member
    ANTI JOIN counted_member USING (household_no)
    WHERE member_kind = '共同生活'
    ORDER BY ALL
"""
_APPLYING = """
    SELECT DISTINCT household.household_no, member.person_key
    FROM household
    CROSS JOIN night
    LEFT JOIN member ON household.household_no = member.household_no AND member.member_kind = '共同生活'
    WHERE household.status = '申请中' AND household.applied_on <= night.as_of
    ORDER BY ALL
"""


def handled(night: Night, base: RuleBase, before: pl.DataFrame, alerts: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """Alerts with what people see of them; the sheets and events of all nights are written into `folder`."""
    result = handle(before, alerts, _circumstances(night, base, alerts))
    for frame, schema, file in ((result.sheets, SHEETS, SHEETS_FILE), (result.events, ALERT_EVENTS, EVENTS_FILE)):
        write_parquet(pl.concat([_all_before(night, schema, file), frame]), folder / file)
    return result.alerts


def standing_decisions(night: Night, alerts: pl.DataFrame) -> pl.DataFrame:
    """DECISIONS that hold tonight, given the alerts of tonight as `advance` left them. None are read yet.

    The one place where decisions enter: rows of transforms/decisions/standing.py with standing = holds. What is read
    here belongs into `night_signature` (flows/night.py) too, or a night would stand though a decision came.
    """
    return none_of(DECISIONS)


def answers(night: Night) -> pl.DataFrame:
    """ANSWERED: alert and day of every step that staff recorded up to tonight. None are read yet."""
    return none_of(ANSWERED)


def _circumstances(night: Night, base: RuleBase, alerts: pl.DataFrame) -> Circumstances:
    con = base.world("linked")
    return Circumstances(
        night=night.as_of,
        previous=night.previous,
        township={rule.id: rule.head.township for rule in base.rules},
        decisions=standing_decisions(night, alerts),
        answered=answers(night),
        emptied=con.execute(_EMPTIED).pl(),
        applying=con.execute(_APPLYING).pl(),
        doubtful=_doubtful(night),
        values=working_values(base.policy.policy, base.policy.locality),
    )


def _doubtful(night: Night) -> list[str]:
    """Persons who have a record only by a likely link."""
    links = [pl.scan_parquet(links_path(night, spec.key)) for spec in TABLES.values() if spec.persons]
    likely = pl.concat([one.filter(pl.col("certainty") == "likely").select("person_key") for one in links])
    return likely.collect()["person_key"].unique().sort().to_list()


def _all_before(night: Night, schema: dict[str, pl.DataType], file: str) -> pl.DataFrame:
    """What the nights before left; nothing on the first night and after an older release."""
    path = night.previous_folder / "monitor" / file if night.previous_folder else None
    return pl.read_parquet(path).select(list(schema)) if path is not None and path.is_file() else none_of(schema)
