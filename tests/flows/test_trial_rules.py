"""A rule on trial runs every night, apart: its alerts have a life of their own and are put before nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows import rulebase
from flows.warehouse import views
from tests.conftest import SmallCity
from tests.flows.nights import SECOND, THIRD, Nights

RULE = "LB-06"


def on_trial(monkeypatch: pytest.MonkeyPatch, status: str = "trial") -> None:
    rules = tuple(
        replace(rule, head=rule.head.model_copy(update={"status": status})) if rule.id == RULE else rule
        for rule in rulebase.parsed_rules()
    )
    monkeypatch.setattr(rulebase, "parsed_rules", lambda: rules)


def trial(nights: Nights) -> list[tuple[object, ...]]:
    return nights.ask("SELECT alert_id, state, first_seen, last_seen FROM trial_alerts ORDER BY 1")


@pytest.mark.long
def test_trial_alerts_live_apart(small_city: SmallCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights = small_city.after_first.copy(tmp_path / "home", small_city.whole.inbox)
    on_trial(monkeypatch)
    nights.run(SECOND)
    live = f"SELECT alert_id FROM alerts WHERE rule_id = '{RULE}' AND last_seen = DATE '{SECOND}'"
    assert nights.ask(live) == [], "tonight it is found apart"
    as_live = f"SELECT alert_id FROM alerts WHERE rule_id = '{RULE}' AND last_seen = DATE '{SECOND}' ORDER BY 1"
    wanted = small_city.after_second.ask(as_live)
    second = trial(nights)
    assert [row[:1] for row in second] == wanted != [], "with the ids it will have when it is live"
    assert {row[1] for row in second} == {"new"}
    nights.run(THIRD)
    third = trial(nights)
    assert {row[2] for row in third if row[1] == "ongoing"} == {SECOND}
    monkeypatch.undo()


def test_a_rule_that_left_the_trial_leaves_nothing_there(small_city: SmallCity) -> None:
    assert trial(small_city.whole) == []


def test_no_view_shows_trial_alerts(small_city: SmallCity) -> None:
    assert [view.name for view in views() if "trial" in view.sql] == []
    columns = {row[0] for row in small_city.whole.ask("DESCRIBE trial_alerts")}
    assert not columns & {"due_on", "respond_by", "close_by", "shown"}
