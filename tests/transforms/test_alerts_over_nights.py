"""A city of few alerts lived through many nights by hypothesis, against a plain model of the life cycle."""

import random
from datetime import date, timedelta

import polars as pl
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from polars.testing import assert_frame_equal

from tests.transforms.alert_nights import (
    CONTRIBUTIONS,
    HOUSEHOLD_ROWS,
    HOUSEHOLDS,
    MEMBERS,
    RULES,
    finding,
    findings,
    item,
    tonight,
)
from transforms.alerts import advance, no_alerts

ANCHORS = ["HM1", "HM2", "HM3"]
NEEDS = {"CB-01": {HOUSEHOLDS}, "CB-06": {HOUSEHOLDS, MEMBERS, CONTRIBUTIONS}}
OPEN = ("new", "ongoing", "reopened")
keys = st.tuples(st.sampled_from(sorted(NEEDS)), st.sampled_from(ANCHORS))
evidence = st.lists(st.sampled_from(["CO1", "CO2"]), unique=True)
found = st.dictionaries(keys, st.tuples(evidence, st.sampled_from(["certain", "likely"])), max_size=5)
unreadable = st.sets(
    st.sampled_from([(MEMBERS, "HM1"), (MEMBERS, "HM2"), (CONTRIBUTIONS, "CO1"), (HOUSEHOLDS, "HH1")]), max_size=2
)
refused = st.sets(st.sampled_from([HOUSEHOLDS, MEMBERS, CONTRIBUTIONS]), max_size=1)


class Nights(RuleBasedStateMachine):
    """Each step is one night with findings, stale feeds and quarantined rows drawn freely."""

    def __init__(self) -> None:
        super().__init__()
        self.night = date(2026, 1, 1)
        self.alerts = no_alerts()
        self.states: dict[tuple[str, str], str] = {}
        self.ids: dict[tuple[str, str], str] = {}
        self.rests: dict[tuple[str, str], set[tuple[str, str]]] = {}

    @rule(found=found, unreadable=unreadable, refused=refused, days=st.integers(1, 40), seed=st.integers(0, 99))
    def a_night(self, found, unreadable, refused, days: int, seed: int) -> None:
        self.night += timedelta(days=days)
        rows = [
            finding(
                rule_id=rule_id,
                anchor_record_no=anchor,
                certainty=certainty,
                evidence=[item(number) for number in items],
            )
            for (rule_id, anchor), (items, certainty) in found.items()
        ]
        before = self.alerts
        self.alerts = advance(before, findings(*rows), tonight(self.night, tuple(unreadable), tuple(refused)))
        self._same_in_any_order(before, rows, unreadable, refused, random.Random(seed))
        self._model(found, unreadable, refused)

    def _same_in_any_order(self, before, rows, unreadable, refused, chance: random.Random) -> None:
        def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
            return frame[chance.sample(range(frame.height), frame.height)]

        other = tonight(
            self.night,
            tuple(sorted(unreadable, reverse=True)),
            tuple(refused),
            rules=shuffled(RULES),
            household_rows=shuffled(HOUSEHOLD_ROWS),
        )
        assert_frame_equal(self.alerts, advance(shuffled(before), shuffled(findings(*rows)), other))

    def _model(self, found, unreadable, refused) -> None:
        """Apply the table of states, one alert at a time, and keep what each alert rests on."""
        for key in set(found) | set(self.states):
            before, rests = self.states.get(key), self.rests.get(key, set())
            if key in found:
                now = {(MEMBERS, key[1]), (HOUSEHOLDS, "HH1"), (MEMBERS, "HM1")}  # the person P1 is member HM1
                now |= {(CONTRIBUTIONS, number) for number in found[key][0]}
                rests = self.rests[key] = now | (rests & unreadable)
            frozen = bool(NEEDS[key[0]] & refused) or bool(rests & unreadable)
            if key in found:
                state = {None: "new", "resolved": "reopened"}.get(before, "ongoing")
            else:
                state = "ongoing" if before != "resolved" and frozen else "resolved"
            self.states[key] = state
            row = self._row(key)
            assert (row["state"], row["frozen"]) == (state, frozen and state != "resolved"), key

    def _row(self, key: tuple[str, str]) -> dict:
        rows = self.alerts.filter(pl.col("rule_id") == key[0], pl.col("anchor_record_no") == key[1])
        return rows.row(0, named=True)

    @invariant()
    def one_row_for_ever_with_a_stable_id(self) -> None:
        now = {(row["rule_id"], row["anchor_record_no"]): row["alert_id"] for row in self.alerts.iter_rows(named=True)}
        assert self.alerts.height == len(now) == len(self.states)
        assert self.ids.items() <= now.items()
        assert len(set(now.values())) == len(now)
        self.ids = now

    @invariant()
    def open_is_new_ongoing_and_reopened(self) -> None:
        still = self.alerts.filter(pl.col("resolved_on").is_null())
        assert still["state"].is_in(OPEN).all()
        assert still.height == sum(state in OPEN for state in self.states.values())
        assert not self.alerts.filter(pl.col("frozen"))["state"].is_in(["resolved"]).any()

    @invariant()
    def days_are_in_order(self) -> None:
        ordered = self.alerts.filter(
            (pl.col("first_seen") <= pl.col("opened_on"))
            & (pl.col("opened_on") <= pl.col("last_seen"))
            & (pl.col("last_seen") <= self.night)
            & (pl.col("due_on") > pl.col("opened_on"))
            & (pl.col("resolved_on").is_null() | (pl.col("resolved_on") > pl.col("last_seen")))
        )
        assert ordered.height == self.alerts.height


Nights.TestCase.settings = settings(
    max_examples=20, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestNights = Nights.TestCase
