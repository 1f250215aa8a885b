"""What is measured from decisions: precision of rules, the recall sample, whom it falls upon. Tiny frames."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from tests.transforms.decisions.said import DAY, LATER, NIGHT, adverse, decision, decisions, path, step, steps
from transforms.decisions.fairness import FAIRNESS, fairness, with_age_band
from transforms.decisions.precision import MEASURES, rule_measures
from transforms.decisions.recall import ESTIMATES, RESULTS, SAMPLE, drawn, estimates, no_samples, results
from transforms.decisions.shares import ratio
from transforms.decisions.standing import EFFECTS, effects

RULES = pl.DataFrame({"rule_id": ["CB-01", "CB-02"], "version": [1, 3]})


def fired(*rows: tuple[str, str, int, date], **more: list) -> pl.DataFrame:
    names = {"alert_id": pl.String, "rule_id": pl.String, "rule_version": pl.Int64, "first_seen": pl.Date}
    frame = pl.DataFrame(list(rows), schema=names, orient="row")
    return frame.with_columns(pl.Series(name, values, dtype=pl.Date) for name, values in more.items())


def took(*rows: tuple[str, str], version: int = 1) -> pl.DataFrame:
    """Effects: alert and what the decision says."""
    made = [(f"D{place}", place, alert, version, LATER, says, False) for place, (alert, says) in enumerate(rows, 1)]
    return pl.DataFrame(made, schema=EFFECTS, orient="row")


def test_which_decisions_took_effect_and_what_they_say() -> None:
    dispute = step(5, "dispute", alert_id="A3", done_on=LATER)
    accepted = step(6, "reply", alert_id="A3", done_on=LATER, done_by="丁", outcome="accepted")
    said = [
        decision(1), decision(2, disposition="转其他救助"), decision(3, alert_id="A2", disposition="属实-新增特困"),
        decision(4, alert_id="A2"), adverse(5, alert_id="A3"), adverse(6, alert_id="A4", second_by=None),
        decision(7, disposition="胡写"),
    ]  # fmt: skip
    done = [*path(alert_id="A3"), *path(alert_id="A4"), dispute, accepted]
    found = effects(decisions(*said), steps(*done))
    assert found.schema == EFFECTS
    assert found.select("decision_id", "says", "overturned").rows() == [
        ("D1", "not_confirmed", False), ("D2", "unclear", False), ("D3", "confirmed", True),
        ("D4", "not_confirmed", False), ("D5", "not_confirmed", True),
    ]  # fmt: skip


def test_precision_counts_the_last_word_on_each_finding_and_unknown_is_null() -> None:
    alerts = fired(
        ("A1", "CB-01", 1, DAY), ("A2", "CB-01", 1, DAY), ("A3", "CB-01", 1, date(2026, 10, 30)),
        ("A4", "CB-01", 1, DAY), ("A5", "CB-01", 1, DAY),
    )  # fmt: skip
    said = took(
        ("A1", "not_confirmed"), ("A1", "confirmed"), ("A2", "not_confirmed"), ("A3", "confirmed"), ("A4", "unclear")
    )
    told = rule_measures(alerts, said, RULES)
    assert told.schema == MEASURES
    columns = ["rule_id", "month", "fired", "decided", "confirmed", "not_confirmed", "unclear", "undecided", "shown"]
    assert told.select(columns).rows() == [
        ("CB-01", None, 5, 4, 2, 1, 1, 1, None),
        ("CB-01", "2026-10", 1, 1, 1, 0, 0, 0, None),
        ("CB-01", "2026-11", 4, 3, 1, 1, 1, 1, None),
        ("CB-02", None, 0, 0, 0, 0, 0, 0, None),
    ]
    assert told["precision"].to_list() == [2 / 3, 1.0, 0.5, None]
    low, high = told.row(0, named=True)["precision_low"], told.row(0, named=True)["precision_high"]
    assert (low, high) == pytest.approx((0.2077, 0.9385), abs=1e-4)  # Wilson, 2 of 3, by an independent table
    assert told.row(3, named=True)["precision_low"] is None
    assert told["median_days"].to_list() == [23.0, 26.0, 23.0, None]


def test_a_new_version_of_a_rule_is_measured_by_itself() -> None:
    alerts = fired(("A1", "CB-02", 3, DAY), ("A2", "CB-02", 3, DAY), dispatched_on=[DAY, None])
    told = rule_measures(alerts, took(("A1", "confirmed"), version=2), RULES.filter(pl.col("rule_id") == "CB-02"))
    total = told.filter(pl.col("month").is_null()).select("rule_version", "fired", "shown", "decided", "precision")
    assert total.rows() == [(2, 1, 1, 1, 1.0), (3, 2, 1, 0, None)]


def homes(count: int, program: str = "最低生活保障") -> pl.DataFrame:
    schema = {"household_no": pl.String, "program": pl.String, "division_code": pl.String}
    return pl.DataFrame([(f"H{place}", program, "999901001001") for place in range(count)], schema=schema, orient="row")


@pytest.mark.parametrize(("there", "size"), [(0, 0), (7, 7), (30, 30), (31, 30), (3000, 30), (3001, 31), (10000, 100)])
def test_the_sample_is_one_in_a_hundred_and_at_least_thirty(there: int, size: int) -> None:
    told = drawn(no_samples(), homes(there), NIGHT, b"secret")
    assert told.height == size
    assert told.schema == SAMPLE
    assert set(told["population"]) <= {there}


def test_the_sample_hangs_on_the_secret_and_the_month_and_not_on_the_order_of_rows() -> None:
    first = drawn(no_samples(), homes(500), NIGHT, b"secret")
    assert drawn(no_samples(), homes(500).reverse(), NIGHT, b"secret").equals(first)
    assert drawn(no_samples(), homes(500), NIGHT - timedelta(days=9), b"secret")["household_no"].equals(
        first["household_no"]
    )
    other = drawn(no_samples(), homes(500), NIGHT, b"another")
    november = drawn(no_samples(), homes(500), date(2026, 11, 30), b"secret")
    for strange in (other, november):
        assert len(set(strange["household_no"]) & set(first["household_no"])) < 15
    # drawn once a month: later nights keep it, whatever the households are then, and the next month adds its own
    assert drawn(first, homes(600), NIGHT + timedelta(days=1), b"secret").equals(first)
    after = drawn(first, homes(600), date(2027, 1, 2), b"secret")
    assert after["month"].value_counts().sort("month").rows() == [("2026-12", 30), ("2027-01", 30)]


def test_every_household_has_the_same_chance() -> None:
    """300 months of 30 out of 100: each is drawn about 90 times; a biased draw would miss some or favour others."""
    times: dict[str, int] = {}
    for month in range(300):
        night = date(2026 + month // 12, 1 + month % 12, 1)
        for home in drawn(no_samples(), homes(100), night, b"secret")["household_no"]:
            times[home] = times.get(home, 0) + 1
    assert len(times) == 100
    assert min(times.values()) > 90 - 5 * 8
    assert max(times.values()) < 90 + 5 * 8


def test_the_share_of_what_was_missed_has_an_interval_and_is_unknown_before_anybody_looked() -> None:
    sample = drawn(no_samples(), homes(40), NIGHT, b"secret")
    nobody = estimates(results(sample, decisions()))
    assert nobody.schema == ESTIMATES
    assert nobody.select("month", "drawn", "reviewed", "waiting", "missed_share").rows() == [
        (None, 30, 0, 30, None), ("2026-12", 30, 0, 30, None),
    ]  # fmt: skip
    ids = sample["sample_id"]
    codes = ["抽查-发现错保", "抽查-未见问题", "抽查-未见问题", "抽查-无法核实", "抽查-未见问题"]
    said = [decision(place, kind="sample", alert_id=ids[place], disposition=code) for place, code in enumerate(codes)]
    said.append(decision(9, kind="sample", alert_id=ids[4], disposition="抽查-发现漏保"))
    reviewed = results(sample, decisions(*said, decision(10, alert_id=ids[6])))
    assert reviewed.schema == RESULTS
    told = estimates(reviewed).row(0, named=True)
    assert [told[name] for name in ("population", "reviewed", "missed", "unclear", "waiting")] == [40, 4, 2, 1, 25]
    assert told["missed_share"] == 0.5
    assert (told["missed_share_low"], told["missed_share_high"]) == pytest.approx((0.1500, 0.8500), abs=1e-4)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2008, 12, 21), "0-17岁"), (date(2008, 12, 20), "18-34岁"), (date(1966, 12, 20), "60-79岁"),
        (date(1966, 12, 21), "35-59岁"), (date(1946, 12, 20), "80岁以上"),
        (None, "未知"), (date(2024, 2, 29), "0-17岁"),
    ],
)  # fmt: skip
def test_age_bands_go_by_completed_years(born: date | None, band: str) -> None:
    people = pl.DataFrame({"birth_date": [born]}, schema={"birth_date": pl.Date})
    assert with_age_band(people, NIGHT)["age_band"].item() == band


def watched(women: int, men: int, women_alerted: int, men_alerted: int) -> pl.DataFrame:
    """Fairness of a city of one-person households, some of them with an open alert."""
    rows = [(f"W{place}", "女", place < women_alerted) for place in range(women)]
    rows += [(f"M{place}", "男", place < men_alerted) for place in range(men)]
    people = pl.DataFrame(
        [(key, sex, date(1980, 1, 1), False) for key, sex, _ in rows],
        orient="row",
        schema={"person_key": pl.String, "sex": pl.String, "birth_date": pl.Date, "disabled": pl.Boolean},
    )
    places = pl.DataFrame([(key, "999901001001", key, True) for key, _, _ in rows], orient="row",
                          schema={"household_no": pl.String, "division_code": pl.String, "applicant_key": pl.String,
                                  "in_scope": pl.Boolean})  # fmt: skip
    found = [(f"A{key}", "ongoing", None, key, "999901001001") for key, _, hit in rows if hit]
    alerts = pl.DataFrame(found, orient="row",
                          schema={"alert_id": pl.String, "state": pl.String, "person_key": pl.String,
                                  "household_no": pl.String, "division_code": pl.String})  # fmt: skip
    said = took(*((f"A{key}", "confirmed" if place % 2 else "not_confirmed")
                  for place, (key, _, hit) in enumerate(rows) if hit))  # fmt: skip
    return fairness(places, people, alerts, said, NIGHT)


@pytest.mark.parametrize(
    ("counts", "flagged"),
    [
        ((100, 100, 26, 20), True),  # 1.3 times
        ((100, 100, 25, 20), False),  # 1.25 times exactly
        ((50, 100, 13, 20), True),
        ((49, 100, 20, 20), False),  # too few
        ((100, 100, 5, 0), True),  # nobody else at all
        ((100, 0, 50, 0), False),  # no others
    ],
)
def test_a_group_of_fifty_above_five_quarters_is_flagged(counts: tuple[int, int, int, int], flagged: bool) -> None:
    told = watched(*counts)
    assert told.schema == FAIRNESS
    row = told.row(
        by_predicate=(pl.col("measure") == "alert") & (pl.col("attribute") == "sex") & (pl.col("group_value") == "女"),
        named=True,
    )
    assert (row["n"], row["hits"], row["flagged"]) == (counts[0], counts[2], flagged)
    assert row["rate_low"] <= row["rate"] <= row["rate_high"]
    assert (row["ratio"] is None) == (counts[3] == 0)


def test_every_measure_and_attribute_is_watched_and_counts_each_subject_once() -> None:
    told = watched(60, 60, 30, 10)
    sums = told.group_by("measure", "attribute").agg(pl.col("n").sum()).rows()
    wanted = {"alert": 120, "confirm": 40, "overturn": 20}
    assert {(measure, attribute): n for measure, attribute, n in sums} == {
        (measure, attribute): n
        for measure, n in wanted.items()
        for attribute in ("township", "age_band", "sex", "disability")
    }


def test_ratio_with_its_interval() -> None:
    assert ratio(0, 10, 5, 10) is None
    value, low, high = ratio(30, 100, 20, 100) or (0, 0, 0)
    assert (value, low, high) == pytest.approx((1.5, 0.9157, 2.4570), abs=2e-3)
