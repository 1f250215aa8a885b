"""Part of the step monitor: what becomes of tonight's alerts for people, and what the night before left of that."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from flows.handling.night import Decided
from flows.handling.store import Said
from flows.lake import write_parquet
from flows.night import Night
from flows.rulebase import RuleBase
from flows.steps.link import links_path
from schemas.catalogue import TABLES
from transforms.decisions.standing import holding
from transforms.handling.events import ALERT_EVENTS
from transforms.handling.handling import handle
from transforms.handling.sheets import SHEETS
from transforms.handling.tonight import Circumstances, none_of
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


def handled(
    night: Night,
    base: RuleBase,
    before: pl.DataFrame,
    alerts: pl.DataFrame,
    told: Decided,
    disputed: pl.DataFrame,
    folder: Path,
) -> pl.DataFrame:
    """Alerts with what people see of them; the sheets and events of all nights are written into `folder`.

    `disputed`: tonight.DISPUTED. `before`, `alerts`: last night's as it was left, and tonight's as of `advance`.
    """
    result = handle(before, alerts, _circumstances(night, base, told, disputed))
    for frame, schema, file in ((result.sheets, SHEETS, SHEETS_FILE), (result.events, ALERT_EVENTS, EVENTS_FILE)):
        write_parquet(pl.concat([_all_before(night, schema, file), frame]), folder / file)
    return result.alerts


def _answered(said: Said) -> pl.DataFrame:
    """ANSWERED: a recorded step and a decision are an answer, whatever they are worth."""
    decisions = said.decisions.filter(pl.col("kind") == "decision")
    return pl.concat(
        [said.steps.select("alert_id", on="done_on"), decisions.select("alert_id", on="decided_on")],
    )


def _circumstances(night: Night, base: RuleBase, told: Decided, disputed: pl.DataFrame) -> Circumstances:
    con = base.world("linked")
    return Circumstances(
        night=night.as_of,
        previous=night.previous,
        township={rule.id: rule.head.township for rule in base.rules},
        decisions=holding(told.standing),
        answered=_answered(told.said),
        emptied=con.execute(_EMPTIED).pl(),
        applying=con.execute(_APPLYING).pl(),
        disputed=disputed,
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
