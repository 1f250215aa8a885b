"""Night to night with the desk: what waits there comes into the books, once, and what became of it goes back."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows import desk as night_desk
from flows.desk import has_desk, take_back
from flows.errors import HeduiError
from flows.handed import take
from flows.handling.store import DECISIONS, STEPS
from flows.lake import Lake
from flows.night import SHANGHAI
from flows.settings import load
from tests.conftest import SmallCity
from tests.flows.desk_nights import at_desk
from tests.flows.nights import Nights, hedui

_OPEN = (
    "SELECT alert_id, evidence_fingerprint FROM alerts WHERE state <> 'resolved' AND confidence = 'certain' "
    "AND rule_id NOT LIKE 'RQ-%' ORDER BY 1"
)


@pytest.fixture
def city(small_city: SmallCity, tmp_path: Path) -> Nights:
    return small_city.whole.copy(tmp_path / "home")


def _act(number: int, kind: str, alert: tuple[str, str], by: str, said: dict[str, Any], **more: Any) -> dict[str, Any]:
    now = datetime.now(SHANGHAI)
    told = {"alert_id": alert[0], "subject": "", "evidence_fingerprint": alert[1], "signs": None}
    when = {"on_day": now.date().isoformat(), "at": now.isoformat()}
    return {"source_no": f"n{number}", "kind": kind, "by": by, "said": said, **told, **when, **more}


def _closing(number: int, alert: tuple[str, str], reason: str = "来源已经更正") -> dict[str, Any]:
    return _act(number, "decide", alert, "zhang", {"code": "不属实-数据滞后", "reason": reason, "expires_on": None})


def test_acts_are_taken_in_their_order_and_only_once(city: Nights) -> None:
    settings, one, other = load(None, home=city.home), *city.ask(_OPEN)[:2]
    check = {"step": "check", "how": "入户核查", "answer_by": None, "outcome": None}
    acts = [
        _closing(1, one),
        _act(2, "step", one, "wang", check),
        _closing(3, one, "再次核对后仍是来源更正"),
        _act(4, "step", other, "wang", check),
        _closing(5, ("A0123456789abcdef0123", "x" * 32)),
        _closing(6, (other[0], "x" * 32)),
    ]
    became = {one["source_no"]: one for one in take(settings, acts)}
    assert {number for number, told in became.items() if "id" in told} == {"n1", "n2", "n3", "n4"}
    assert became["n5"]["refused"] == "没有这条预警"
    assert "证据已有变化" in became["n6"]["refused"]
    lake = Lake(city.home)
    decisions, steps = DECISIONS.read(lake), STEPS.read(lake)
    assert decisions["source_no"].to_list() == ["n1", "n3"]
    assert decisions["steps_seen"].to_list()[1] == steps.filter(steps["source_no"] == "n2")["seq"][0]
    again = {one["source_no"]: one for one in take(settings, acts)}
    assert again == became
    assert DECISIONS.read(lake).equals(decisions)
    assert STEPS.read(lake).equals(steps)


def test_signature_finds_the_decision_it_came_with(city: Nights) -> None:
    alert = city.ask("SELECT alert_id, evidence_fingerprint FROM alerts WHERE rule_id LIKE 'RQ-%' AND shown")[0]
    acts = [_closing(1, alert), _act(2, "sign", alert, "li", {"decision": ""}, signs="n1")]
    became = take(load(None, home=city.home), acts)
    assert all("id" in one for one in became)
    made, signed = DECISIONS.read(Lake(city.home)).to_dicts()
    assert (signed["kind"], signed["signs"]) == ("signature", made["id"])


def test_old_lines_of_books_keep_their_ids(city: Nights) -> None:
    """A line without the column that came later is read, and one with it set to null is somebody's hand."""
    alert = city.ask(_OPEN)[0]
    said = ("--step", "check", "--by", "wang", "--how", "入户", "--home", city.home)
    hedui("process", alert[0], *said)
    path = STEPS.path(Lake(city.home))
    line = json.loads(path.read_text())
    assert "source_no" not in line
    assert STEPS.read(Lake(city.home))["source_no"].to_list() == [None]
    path.write_text(json.dumps(line | {"source_no": None}, ensure_ascii=False) + "\n")
    with pytest.raises(HeduiError, match="被改动过"):
        STEPS.read(Lake(city.home))


def test_broken_desk_is_a_warning(city: Nights) -> None:
    settings = load(None, inbox=city.inbox, home=city.home)
    assert not has_desk(settings)
    (city.home / "review").mkdir()
    (city.home / "review" / "desk.sqlite3").write_bytes(b"this is no database, and long enough to be read as one" * 9)
    assert has_desk(settings)
    told = take_back(settings)
    assert not told.well
    assert "没有丢" in told.warnings[0]


def test_desk_of_another_home_is_not_asked(city: Nights, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = load(None, home=city.home)
    monkeypatch.setenv("DESK_DATABASE_URL", "postgres://nowhere/desk")
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "other"))
    assert not has_desk(settings)
    monkeypatch.setenv("DESK_HOME", str(city.home))
    assert has_desk(settings)


@pytest.mark.long
def test_decision_of_the_afternoon_counts_that_night(city: Nights) -> None:
    alert, stale = at_desk(
        city.home, "decide('zhang', shown[0]); decide('zhang', shown[1]); print(json.dumps(shown[:2]))"
    )
    at_desk(city.home, f"Act.objects.filter(alert='{stale}').update(evidence_fingerprint='0' * 32); print(1)")
    said = hedui("nightly", "--plain", "--inbox", city.inbox, "--home", city.home)
    assert "收回工作台的办理 1 件,未接受 1 件" in said.out
    assert city.ask(f"SELECT standing FROM decisions WHERE alert_id = '{alert}'") == [("holds",)]
    assert city.ask(f"SELECT shown, disposition FROM alerts WHERE alert_id = '{alert}'") == [(False, "不属实-数据滞后")]
    found = at_desk(
        city.home,
        "print(json.dumps([[one.shown, one.stage, one.acts.get().refused, bool(one.acts.get().taken_as)]"
        f" for one in Alert.objects.filter(pk__in=['{alert}', '{stale}']).order_by('pk')]))",
    )
    assert found[0] == [False, "decided", "", True]
    assert found[1][:2] == [True, "claimed"]
    assert "证据已有变化" in found[1][2]
    quiet = hedui("nightly", "--plain", "--inbox", city.inbox, "--home", city.home)
    assert "没有新的交付" in quiet.out
    assert "工作台" not in quiet.out


@pytest.mark.long
def test_night_killed_between_taking_and_telling_takes_nothing_twice(
    city: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_desk(city.home, "decide('zhang', shown[0]); decide('zhang', shown[1]); print(1)")
    asked = night_desk._asked_desk

    class Killed(BaseException):
        pass

    def killed(settings: Any, words: list[str], given: str = "") -> str:
        if words == ["taken"]:
            raise Killed
        return asked(settings, words, given)

    settings = load(None, inbox=city.inbox, home=city.home)
    monkeypatch.setattr(night_desk, "_asked_desk", killed)
    with pytest.raises(Killed):
        take_back(settings)
    monkeypatch.undo()
    assert DECISIONS.read(Lake(city.home)).height == 2
    assert take_back(settings).note == "收回工作台的办理 2 件"
    assert DECISIONS.read(Lake(city.home)).height == 2
    assert at_desk(city.home, "print(json.dumps(handed()))") == []
    assert take_back(settings).note == ""


@pytest.mark.long
def test_locked_desk_does_not_stop_the_night(city: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    at_desk(city.home, "decide('zhang', shown[0]); print(1)")
    hedui(
        "decide",
        city.ask(_OPEN)[5][0],
        "--code",
        "无法核实",
        "--by",
        "li",
        "--reason",
        "多次联系不上",
        "--home",
        city.home,
    )
    holder = sqlite3.connect(city.home / "review" / "desk.sqlite3")
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setenv("DESK_HOME", str(city.home))
    monkeypatch.setenv("DESK_DATABASE_URL", f"sqlite:///{city.home}/review/desk.sqlite3?timeout=1")  # it waits 20 s
    said = hedui("nightly", "--plain", "--inbox", city.inbox, "--home", city.home)
    assert said.code == 3
    assert "工作台未能收回" in said.out
    assert "Traceback" not in said.out
    assert city.ask("SELECT count(*) FROM decisions") == [(1,)]
    holder.rollback()
    holder.close()
    assert hedui("nightly", "--plain", "--inbox", city.inbox, "--home", city.home).code == 0
    assert city.ask("SELECT count(*) FROM decisions") == [(2,)]
