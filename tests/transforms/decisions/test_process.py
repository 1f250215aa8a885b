"""The state machine of due process: every pair of state and act, who, what must be there, and random sequences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.decisions.said import DAY, LATER, ONE, event
from transforms.decisions.process import ACTS, GUARDS, PATH, STATES, Case, Event, act, allowed, at
from transforms.decisions.replay import play

# What follows in each state, written out again by hand; an act not named is refused.
FOLLOWS = {
    "found": {"check": "checked", "dispute": "disputed", "close": "found"},
    "checked": {"check": "checked", "notice": "noticed", "dispute": "disputed", "close": "found"},
    "noticed": {
        "notice": "noticed", "answer": "heard", "window_ended": "heard", "dispute": "disputed", "close": "found",
    },
    "heard": {"answer": "heard", "decide": "decided", "dispute": "disputed", "close": "found"},
    "decided": {"review": "complete", "dispute": "contested", "close": "found"},
    "complete": {"dispute": "contested", "close": "found"},
    "disputed": {"reply": "found", "close": "found"},
    "contested": {"reply": "decided", "close": "found"},
}  # fmt: skip
CHECKED = {"checked_by": ("子",)}
NOTICED = {**CHECKED, "answer_by": DAY}
DECIDED = {**NOTICED, "decision": "D0", "decided_by": "丑"}
GATHERED = {
    "found": {}, "checked": CHECKED, "disputed": CHECKED, "noticed": NOTICED, "heard": NOTICED,
    "decided": DECIDED, "complete": DECIDED, "contested": DECIDED,
}  # fmt: skip


def case(state: str) -> Case:
    return Case(state=state, basis=ONE, last_on=DAY, **GATHERED[state])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ACTS)
def test_every_pair_of_state_and_act(state: str, name: str) -> None:
    after, why = act(case(state), event(name))
    if name in FOLLOWS[state]:
        assert (after.state, why) == (FOLLOWS[state][name], None)
    else:
        assert after == case(state)
        assert why is not None
        assert STATES[state] in why


def test_the_table_is_the_one_written_out_and_every_act_has_its_guards() -> None:
    assert {(state, name): to for state, acts in FOLLOWS.items() for name, to in acts.items()} == PATH
    assert set(GUARDS) == set(ACTS)
    assert allowed("heard") == ["answer", "dispute", "decide", "close"]


@pytest.mark.parametrize(
    ("state", "given", "why"),
    [
        ("found", event("check", by=" "), "没有写明经办人"),
        ("found", event("check", how=" "), "没有写明办理情况"),
        ("found", event("check", on=DAY - timedelta(days=1)), "早于上一步"),
        ("checked", event("notice", answer_by=None), "不得少于10个工作日"),
        ("checked", event("notice", on=DAY, answer_by=date(2026, 11, 15)), "至少到 2026-11-16"),
        ("noticed", event("window_ended", on=DAY), "当日过后"),
        ("heard", event("decide", by="子"), "不得是核查人"),
        ("heard", event("decide", by=" 子 "), "不得是核查人"),
        ("heard", event("decide", how=""), "没有写明办理情况或理由"),
        ("contested", event("reply", by="丑"), "不得是决定人"),
        ("contested", event("reply", outcome=None), "应写明结果"),
        ("disputed", event("reply", outcome="maybe"), "应写明结果"),
        ("found", event("close", how=""), "没有写明办理情况或理由"),
    ],
)
def test_who_and_what_must_be_there(state: str, given: Event, why: str) -> None:
    after, told = act(case(state), given)
    assert after == case(state)
    assert told is not None
    assert why in told


@pytest.mark.parametrize(
    ("state", "given", "to"),
    [
        ("checked", event("notice", on=DAY, answer_by=date(2026, 11, 16)), "noticed"),  # exactly ten working days
        ("noticed", event("window_ended", on=DAY + timedelta(days=1)), "heard"),  # the day after the last one
        ("noticed", event("answer", on=DAY), "heard"),
        ("contested", event("reply", outcome="accepted"), "found"),
    ],
)
def test_the_edges_that_are_allowed(state: str, given: Event, to: str) -> None:
    assert act(case(state), given)[0].state == to


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("basis", [("f2", 1), ("f1", 2)])
def test_a_changed_finding_begins_anew(state: str, basis: tuple[str, int]) -> None:
    """Evidence or rule version: whatever had been done, only what the beginning allows counts now."""
    for name in ACTS:
        after, why = act(case(state), event(name, basis=basis))
        assert (why is None) == (name in FOLLOWS["found"])
        assert after.state == (FOLLOWS["found"][name] if why is None else state)
        assert after.decision is None or why is not None
    assert at(case(state), basis) == Case(basis=basis)


def test_a_dispute_before_the_decision_begins_anew_and_one_after_it_only_rests() -> None:
    path = [event("check"), event("notice", on=LATER), event("answer", on=LATER)]
    before = play(enumerate_([*path, event("dispute"), event("reply"), event("decide", by="乙")]))
    assert before.case.state == "found"
    assert list(before.refused) == ["5"]
    decided = [*path, event("decide", by="乙"), event("review")]
    assert play(enumerate_(decided)).fates == {"D1": "complete"}
    assert play(enumerate_([*decided, event("dispute")])).fates == {"D1": "suspended"}
    upheld = [*decided, event("dispute"), event("reply", by="丙")]
    assert play(enumerate_(upheld)).fates == {"D1": "pending"}
    assert play(enumerate_([*upheld, event("review")])).fates == {"D1": "complete"}
    assert play(enumerate_([*decided, event("dispute"), event("reply", by="丙", outcome="accepted")])).fates == {
        "D1": "void"
    }


def enumerate_(events: list[Event]) -> list[tuple[str, Event]]:
    return [(str(place), one) for place, one in enumerate(events)]


EVENTS = st.builds(
    Event,
    act=st.sampled_from([*ACTS, *ACTS, "check", "notice", "answer", "decide", "decide", "review"]),
    by=st.sampled_from(["甲", "乙", "丙", " 甲", ""]),
    on=st.integers(0, 40).map(lambda days: DAY + timedelta(days=days)),
    basis=st.sampled_from([ONE, ONE, ONE, ONE, ("f2", 1), ("f1", 2)]),
    how=st.sampled_from(["入户", "入户", "入户", ""]),
    answer_by=st.one_of(st.none(), st.integers(0, 40).map(lambda days: DAY + timedelta(days=days))),
    outcome=st.sampled_from([None, "upheld", "upheld", "accepted"]),
)
WHOLE = [
    event("check", on=DAY),
    event("notice", on=DAY, answer_by=date(2026, 11, 16)),
    event("window_ended", on=date(2026, 11, 17)),
    event("decide", by="乙", on=date(2026, 11, 18)),
    event("review", on=date(2026, 11, 18)),
]


@st.composite
def disturbed(draw: st.DrawFn) -> list[Event]:
    """The whole path, with up to three acts added anywhere and perhaps one left out."""
    events = list(WHOLE)
    if draw(st.booleans()):
        events.pop(draw(st.integers(0, 4)))
    for one in draw(st.lists(EVENTS, max_size=3)):
        place = draw(st.integers(0, len(events)))
        near = events[min(place, len(events) - 1)].on
        events.insert(place, replace(one, on=near, answer_by=near + timedelta(days=draw(st.sampled_from([0, 30])))))
    return events


PUSHED = st.lists(EVENTS, min_size=4, max_size=14).map(
    lambda events: [
        replace(one, on=DAY + timedelta(days=3 * place), answer_by=DAY + timedelta(days=3 * place + 24))
        for place, one in enumerate(events)
    ]
)


def stands(events: list[Event]) -> bool:
    """Whether an adverse decision has all it needs, told backwards and without the machine: by what was accepted."""
    decisions = [place for place, one in enumerate(events) if one.act == "decide"]
    if not decisions:
        return False
    place = decisions[-1]
    made, after = events[place], events[place + 1 :]
    before: list[Event] = []
    for one in reversed(events[:place]):
        if one.act in ("close", "dispute", "reply") or one.basis != made.basis:
            break
        before.insert(0, one)
    names = [one.act for one in before]
    if not {"check", "notice"} < set(names) or not {"answer", "window_ended"} & set(names):
        return False
    told = names.index("notice")
    checks = [one for one in before if one.act == "check"]
    heard = any(name in ("answer", "window_ended") for name in names[told:])
    apart = all(one.by.strip() != made.by.strip() for one in checks)
    dated = [one.on for one in (*before, made)]
    then = [one.act for one in after]
    undone = any(one.act == "reply" and one.outcome == "accepted" for one in after)
    voided = undone or any(one.act == "close" or one.basis != made.basis for one in after)
    last = max((at_ for at_, name in enumerate(then) if name in ("dispute", "reply")), default=-1)
    open_ = last >= 0 and then[last] == "dispute"
    return (
        heard and "check" in names[:told] and apart and dated == sorted(dated)
        and not voided and not open_ and "review" in then[last + 1 :]
    )  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.one_of(st.lists(EVENTS, max_size=16), PUSHED, disturbed(), disturbed()))
def test_an_adverse_decision_holds_only_if_the_whole_path_stands(events: list[Event]) -> None:
    named = [(str(place), replace(one, decision=str(place))) for place, one in enumerate(events)]
    told = play(named)
    accepted = [one for id_, one in named if id_ not in told.refused]
    assert stands(accepted) == ("complete" in told.fates.values())
    assert list(told.fates.values()).count("complete") <= 1
    for one in accepted:
        assert one.by.strip()
        assert one.how.strip()


@pytest.mark.parametrize("left_out", range(5))
def test_no_step_can_be_left_out(left_out: int) -> None:
    assert play(enumerate_(WHOLE)).fates == {"D1": "complete"}
    fates = play(enumerate_(WHOLE[:left_out] + WHOLE[left_out + 1 :])).fates
    assert "complete" not in fates.values()


@given(st.permutations(range(5)))
def test_no_other_order_is_taken(order: list[int]) -> None:
    fates = play(enumerate_([WHOLE[place] for place in order])).fates
    assert ("complete" in fates.values()) == (order == sorted(order))
