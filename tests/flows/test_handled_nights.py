"""What becomes of alerts for people over real nights: sheets, events, decisions, and counts that balance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from flows.handling.night import Decided, decided
from flows.night import Night
from flows.warehouse import open_readonly
from tests.conftest import SmallCity
from tests.flows.nights import Nights
from transforms.alerts import ALERTS
from transforms.decisions.standing import STANDING

Walked = tuple[list[pl.DataFrame], dict[str, pl.DataFrame]]


@pytest.fixture(scope="module")
def free(small_city: SmallCity) -> Walked:
    """Nights that nobody decided anything in."""
    return kept(small_city.whole.home)


def kept(home: Path) -> Walked:
    """Alerts as each night left them, and what the last one published."""
    nights = sorted((home / "lake" / "nights").glob("*/monitor/alerts.parquet"))
    with open_readonly(home / "warehouse" / "hedui.duckdb") as con:
        names = ("dispatch_sheets", "alert_events", "alerts_reconciled", "alerts", "calendar_days")
        return [pl.read_parquet(path) for path in nights], {name: con.table(name).pl() for name in names}


def decide_all(night: Night, alerts: pl.DataFrame) -> Decided:
    """What is read of the books, with a decision that holds on everything."""
    standing = alerts.select(
        "alert_id",
        "evidence_fingerprint",
        decision_id="D" + pl.col("alert_id"),
        disposition=pl.lit("无法核实"),
        decided_on=pl.col("last_seen"),
        expires_on=pl.lit(None, pl.Date),
        standing=pl.lit("holds"),
        why=pl.lit(None, pl.String),
    )
    return replace(decided(night, alerts), standing=standing.select(list(STANDING)))


def test_nights_leave_sheets_and_events_and_balance(free: Walked) -> None:
    nights, tables = free
    assert tables["alerts_reconciled"]["balanced"].to_list() == [True]
    events, sheets = tables["alert_events"], tables["dispatch_sheets"]
    assert events["night"].unique().len() == sheets["night"].unique().len() == len(nights) == 3
    appeared = events.filter(pl.col("event") == "appeared")["alert_id"]
    assert sorted(appeared) == sorted(tables["alerts"]["alert_id"])
    alive = tables["alerts"].filter("shown")
    sent = sheets.explode("alert_ids").select(alert_id="alert_ids", dispatched_on="night", sheet_id="sheet_id")
    assert alive.join(sent, on=["alert_id", "dispatched_on", "sheet_id"], how="anti").is_empty()
    assert tables["calendar_days"].height > 300
    for frame in nights:
        still = frame.filter(pl.col("state") != "resolved")
        assert (still["shown"] == still["held_back"].is_null()).all()


@pytest.mark.long
def test_decisions_change_what_is_shown_and_nothing_else(
    small_city: SmallCity, free: Walked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for person keys, which every home makes of its own secret."""
    data = [name for name in ALERTS if name != "person_key"]
    monkeypatch.setattr("flows.steps.monitor.decided", decide_all)
    nights = Nights(small_city.whole.inbox, tmp_path / "silent")
    nights.run()
    silent, tables = kept(nights.home)
    for one, other in zip(free[0], silent, strict=True):
        assert_frame_equal(one.select(data), other.select(data))
        assert one["shown"].any()
        assert not other["shown"].any()
    assert tables["dispatch_sheets"].is_empty()
    assert set(tables["alerts"]["life"]) == {"closed"}
