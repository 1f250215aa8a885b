"""The books of decisions: two at once, a torn line, a line changed by hand, and what a night may read."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.handling.store import DECISIONS, STEPS
from flows.journal import write_night
from flows.lake import Lake
from tests.flows.handling.office import alert, decide
from tests.flows.nights import THIRD, Nights, told
from tests.house.tree import ROOT

WRITER = """
import sys
from flows import clock
from tests.flows.handling.office import MORNING
from tests.flows.nights import hedui
clock.now = lambda: MORNING
home, alert_id, by = sys.argv[1:]
for turn in range(5):
    said = hedui("decide", alert_id, "--code", "无法核实", "--by", by, "--reason", f"第{turn}次", "--home", home)
    assert said.code == 0, said
"""


@pytest.mark.long
def test_two_at_once_and_a_torn_line(city: Nights) -> None:
    alert_id, _ = alert(city)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(city.home), alert_id, by], env=environment, cwd=ROOT)
        for by in ("甲", "乙")
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    lake = Lake(city.home)
    rows = DECISIONS.read(lake)
    assert rows["decided_by"].value_counts().sort("decided_by").rows() == [("乙", 5), ("甲", 5)]
    path = DECISIONS.path(lake)
    path.write_bytes(path.read_bytes()[:-30])  # a process was killed while it wrote
    assert decide(city, alert_id).code == 0
    assert DECISIONS.read(lake).height == 10
    city.run()
    assert city.ask("SELECT count(*) FILTER (WHERE standing = 'holds'), count(*) FROM decisions") == [(1, 10)]


def test_a_line_changed_by_hand_stops_the_night(city: Nights) -> None:
    alert_id, _ = alert(city)
    assert decide(city, alert_id).code == 0
    path = DECISIONS.path(Lake(city.home))
    path.write_text(path.read_text("utf-8").replace("数据滞后", "来源错误"), "utf-8")
    told(decide(city, alert_id), 1, "被改动过")


def test_what_was_said_later_is_not_read_by_an_earlier_night(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    row = dict.fromkeys(DECISIONS.schema) | {"as_of": THIRD, "kind": "decision"}
    DECISIONS.append(lake, row)
    write_night(lake, THIRD, {})
    assert DECISIONS.known_to(lake, THIRD - timedelta(days=1)).is_empty()
    assert DECISIONS.known_to(lake, THIRD).select(pl.len()).item() == 1


@pytest.mark.long
def test_lines_written_past_the_door_gain_nothing(city: Nights) -> None:
    """Whoever can write the books can add lines; the night asks the same table that stands at the door."""
    lake, (alert_id, mark) = Lake(city.home), alert(city)
    basis = {"as_of": THIRD, "alert_id": alert_id, "evidence_fingerprint": mark, "rule_version": 1}
    signed = {"decided_by": "甲", "second_by": "乙", "reason": "属实", "decided_on": THIRD, "steps_seen": 1}
    STEPS.append(lake, dict.fromkeys(STEPS.schema) | basis | {
        "step": "review", "done_by": "甲", "done_on": THIRD, "how": "送达"})  # fmt: skip
    DECISIONS.append(lake, dict.fromkeys(DECISIONS.schema) | basis | signed | {
        "kind": "decision", "disposition": "属实-停发"})  # fmt: skip
    city.run()
    assert city.ask("SELECT standing FROM decisions") == [("refused",)]
    assert city.ask("SELECT step, counts, state_after FROM process_steps") == [("review", False, "found")]
    assert city.ask("FROM confirmed_findings") == []
