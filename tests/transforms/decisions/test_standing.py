"""What decisions are worth on a night: literal cases of one alert, and what must hold of any of them."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.decisions.said import (
    DAY,
    LATER,
    NIGHT,
    adverse,
    alert,
    alerts,
    decision,
    decisions,
    path,
    step,
    steps,
)
from transforms.decisions.codes import CODES, is_adverse
from transforms.decisions.findings import confirmed_findings
from transforms.decisions.process import STEPS
from transforms.decisions.standing import STANDING, holding, signatures, standing

SIGNED = decision(9, kind="signature", signs="D1", decided_by="丙", disposition="属实-停发")
DISPUTE = step(5, "dispute", done_on=LATER)
UPHELD = step(6, "reply", done_on=LATER, done_by="丁", outcome="upheld")
ACCEPTED = step(6, "reply", done_on=LATER, done_by="丁", outcome="accepted")


@pytest.mark.parametrize(
    ("said", "done", "now", "words"),
    [
        ([decision(1)], [], alert(), ["holds"]),
        ([decision(1)], [], alert(evidence_fingerprint="f2"), ["lapsed"]),
        ([decision(1)], [], alert(rule_version=2), ["lapsed"]),
        ([decision(1, expires_on=NIGHT)], [], alert(), ["holds"]),
        ([decision(1, expires_on=NIGHT - timedelta(days=1))], [], alert(), ["expired"]),
        ([decision(1), decision(2)], [], alert(), ["superseded", "holds"]),
        ([decision(1), decision(2, evidence_fingerprint="f2")], [], alert(), ["superseded", "lapsed"]),
        ([decision(1, disposition="属实")], [], alert(), ["refused"]),
        ([decision(1), decision(2, disposition="属实")], [], alert(), ["holds", "refused"]),
        ([decision(1, alert_id="A2")], [], alert(), ["refused"]),
        ([decision(1, reason=" ")], [], alert(), ["refused"]),
        ([decision(1, decided_by="")], [], alert(), ["refused"]),
        ([decision(1, evidence_fingerprint=None)], [], alert(), ["refused"]),
        ([decision(1)], [], alert(confidence="likely"), ["holds"]),
        ([decision(1, disposition="属实-新增低保")], [], alert(), ["holds"]),
        # favouritism: another person signs whatever is decided
        ([decision(1, rule_id="RQ-01")], [], alert(), ["unsigned"]),
        ([decision(1, rule_id="RQ-01", second_by="丙")], [], alert(), ["holds"]),
        ([decision(1, rule_id="RQ-01"), SIGNED], [], alert(), ["holds"]),
        ([decision(1), decision(2, rule_id="RQ-01")], [], alert(), ["holds", "unsigned"]),
        # adverse ones
        ([adverse(1)], path(), alert(), ["holds"]),
        ([adverse(1)], [], alert(), ["refused"]),
        ([adverse(1)], path()[:3], alert(), ["refused"]),
        ([adverse(1)], path(evidence_fingerprint="f0"), alert(), ["refused"]),
        ([adverse(1)], path(), alert(confidence="likely"), ["refused"]),
        ([adverse(1)], path(), alert(evidence_fingerprint="f2"), ["lapsed"]),
        ([adverse(1, expires_on=LATER)], path(), alert(), ["expired"]),
        ([adverse(1, second_by=None)], path(), alert(), ["unsigned"]),
        ([adverse(1, second_by=" 乙 ")], path(), alert(), ["unsigned"]),
        ([adverse(1, second_by=None), SIGNED], path(), alert(), ["holds"]),
        ([adverse(1, second_by=None), SIGNED | {"decided_by": "乙"}], path(), alert(), ["unsigned"]),
        ([adverse(1, second_by=None), SIGNED | {"signs": "D7"}], path(), alert(), ["unsigned"]),
        ([adverse(1)], [*path(), DISPUTE], alert(), ["suspended"]),
        ([adverse(1)], [*path(), DISPUTE, UPHELD], alert(), ["refused"]),
        ([adverse(1)], [*path(), DISPUTE, UPHELD, step(7, "review", done_on=LATER)], alert(), ["holds"]),
        ([adverse(1)], [*path(), DISPUTE, ACCEPTED], alert(), ["refused"]),
        # an adverse one takes the place of an earlier one only when it has all it needs, and keeps it in a dispute
        ([decision(1, steps_seen=0, decided_on=DAY), adverse(2)], path(), alert(), ["superseded", "holds"]),
        ([decision(1, steps_seen=0, decided_on=DAY), adverse(2)], path()[:3], alert(), ["holds", "refused"]),
        (
            [decision(1, steps_seen=0, decided_on=DAY), adverse(2, second_by=None)],
            path(),
            alert(),
            ["holds", "unsigned"],
        ),
        (
            [decision(1, steps_seen=0, decided_on=DAY), adverse(2)],
            [*path(), DISPUTE],
            alert(),
            ["superseded", "suspended"],
        ),
        ([adverse(1), decision(2)], path(), alert(), ["superseded", "holds"]),
    ],
)
def test_standing(said: list[dict], done: list[dict], now: dict, words: list[str]) -> None:
    told = standing(decisions(*said), steps(*done), alerts(now), NIGHT)
    assert told.schema == STANDING
    assert told["standing"].to_list() == words
    assert all((word == "holds") == (why is None) for word, why in told.select("standing", "why").iter_rows())


def test_nothing_said_nothing_stands() -> None:
    told = standing(decisions(), steps(*path()), alerts(), NIGHT)
    assert told.is_empty()
    assert told.schema == STANDING


def test_two_alerts_do_not_touch_one_another_and_the_order_of_rows_says_nothing() -> None:
    said = decisions(decision(1), decision(2, alert_id="A2"), adverse(3, alert_id="A3"), decision(4))
    done = steps(*path(alert_id="A3"))
    there = alerts(alert(), alert(alert_id="A2"), alert(alert_id="A3"))
    told = standing(said, done, there, NIGHT)
    assert dict(told.select("decision_id", "standing").iter_rows()) == {
        "D1": "superseded", "D2": "holds", "D3": "holds", "D4": "holds",
    }  # fmt: skip
    turned = standing(said.reverse(), done.reverse(), there.reverse(), NIGHT)
    assert turned.equals(told)
    assert holding(told)["alert_id"].to_list() == ["A2", "A3", "A1"]


def test_time_alone_never_makes_an_adverse_decision_hold() -> None:
    """Silence: with nothing recorded after the notice, no later night brings anything but the end of a decision."""
    for done in (path()[:1], path()[:2], path()[:3], [*path(), DISPUTE]):
        words = {
            standing(decisions(adverse(1)), steps(*done), alerts(), NIGHT + timedelta(days=days))["standing"].item()
            for days in range(0, 4000, 100)
        }
        assert len(words) == 1
        assert words <= {"refused", "suspended"}


def test_only_decisions_that_hold_are_on_the_list_and_it_has_no_amount() -> None:
    rules = pl.DataFrame({"rule_id": ["CB-01"], "legal_basis": [["社会救助暂行办法"]]})
    more = {name: pl.lit(name) for name in ("title", "person_key", "household_no", "program", "division_code")}
    there = alerts(alert(), alert(alert_id="A2")).with_columns(rule_id=pl.lit("CB-01"), **more)
    said = decisions(adverse(1), adverse(2, alert_id="A2"), decision(3, alert_id="A2", disposition="属实-新增特困"))
    told = standing(said, steps(*path(), *path(alert_id="A2")), there, NIGHT)
    told = told.with_columns(decided_by=pl.lit("乙"), second_by=pl.lit("丙"))
    found = confirmed_findings(told, there, rules)
    columns = found.select("alert_id", "direction", "disposition", "legal_basis").rows()
    assert columns == [
        ("A1", "不利", "属实-停发", ["社会救助暂行办法"]),
        ("A2", "受益", "属实-新增特困", ["社会救助暂行办法"]),
    ]
    assert not [name for name in found.columns if "yuan" in name or "amount" in name]
    assert all("不停发" in text for text in found.filter(pl.col("direction") == "不利")["to_do"])


SAID = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A1", "A2"]), st.sampled_from([*CODES, "属实-停发", "属实"]), st.sampled_from("甲乙丙"),
        st.sampled_from([None, "甲", "乙"]), st.sampled_from(["f1", "f1", "f2"]), st.integers(0, 8),
        st.sampled_from([None, LATER]),
    ),
    max_size=8,
)  # fmt: skip
DONE = st.lists(st.tuples(st.sampled_from(list(STEPS)), st.sampled_from("甲乙丁"), st.integers(0, 30)), max_size=8)


@settings(max_examples=300, deadline=None)
@given(SAID, DONE, st.booleans())
def test_at_most_one_holds_and_no_adverse_one_without_its_path(said: list, done: list, begun: bool) -> None:
    first = path() if begun else []
    rows = [
        decision(
            place, alert_id=which, disposition=code, decided_by=by, second_by=second, evidence_fingerprint=mark,
            steps_seen=seen, expires_on=until,
        )
        for place, (which, code, by, second, mark, seen, until) in enumerate(said, 1)
    ]  # fmt: skip
    later = [
        step(place, name, done_by=by, done_on=LATER + timedelta(days=days), answer_by=date(2027, 3, 1))
        for place, (name, by, days) in enumerate(done, len(first) + 1)
    ]
    told = standing(decisions(*rows), steps(*first, *later), alerts(alert(), alert(alert_id="A2")), NIGHT)
    held = told.filter(pl.col("standing") == "holds")
    assert not held["alert_id"].is_duplicated().any()
    signed = signatures(decisions(*rows))
    for row in held.iter_rows(named=True):
        assert row["evidence_fingerprint"] == "f1"
        if is_adverse(row["disposition"]):
            names = {one["step"] for one in (*first, *later)}
            assert {"check", "notice", "review"} <= names
            assert row["decision_id"] in signed
            assert row["alert_id"] == "A1"
