"""Measures of rules and what a backtest counts: tables of a few literal rows."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from transforms.alerts import ALERTS
from transforms.rules.backtested import NOBODY, Followed, groups, overlap, work, yield_of
from transforms.rules.measured import MEASURES, measures, of_versions

DAY = date(2026, 11, 22)


def alerts(*rows: tuple[object, ...]) -> pl.DataFrame:
    """alert_id, rule_id, state, level, person_key, division_code, resolved_on."""
    names = ("alert_id", "rule_id", "state", "level", "person_key", "division_code", "resolved_on")
    given = [dict(zip(names, row, strict=False)) for row in rows]
    return pl.DataFrame([{c: row.get(c) for c in ALERTS} for row in given], schema=ALERTS)


FOUR = alerts(
    ("A1", "CB-01", "new", "red", "P1", "999901001001", None),
    ("A2", "CB-01", "ongoing", "yellow", "P2", "999901001002", None),
    ("A3", "CB-01", "resolved", "yellow", "P3", "999901002001", DAY),
    ("A4", "CB-02", "reopened", "blue", None, None, None),
)


def decisions(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    """alert_id, disposition, standing and the day of November on which it was decided."""
    return pl.DataFrame(
        [
            {"decision_id": f"D{n}", "alert_id": a, "disposition": d, "standing": s, "decided_on": date(2026, 11, day)}
            for n, (a, d, s, day) in enumerate(rows)
        ],
        schema={
            **dict.fromkeys(("decision_id", "alert_id", "disposition", "standing"), pl.String()),
            "decided_on": pl.Date(),
        },
    )


def by_rule(frame: pl.DataFrame) -> dict[str, dict[str, object]]:
    assert frame.columns == list(MEASURES)
    return {row["rule_id"]: row for row in frame.iter_rows(named=True)}


def test_nobody_reads_decisions_yet() -> None:
    found = by_rule(measures(FOUR, None))
    assert (found["CB-01"]["fired"], found["CB-01"]["open"]) == (3, 2)
    assert {found["CB-01"][name] for name in ("decided", "confirmed", "share")} == {None}


def test_nothing_decided_has_no_share() -> None:
    found = by_rule(measures(FOUR, decisions()))
    assert (found["CB-02"]["decided"], found["CB-02"]["undecided"], found["CB-02"]["share"]) == (0, 1, None)


def test_the_last_decision_counts_and_an_exempt_case_is_not_confirmed() -> None:
    said = decisions(
        ("A1", "不属实-数据滞后", "superseded", 1),
        ("A1", "属实-减发", "holds", 2),
        ("A2", "属实-符合豁免", "lapsed", 2),
        ("A3", "属实-停发", "refused", 2),
    )
    found = by_rule(measures(FOUR, said))["CB-01"]
    assert (found["decided"], found["confirmed"], found["undecided"]) == (2, 1, 1)
    assert found["share"] == pytest.approx(0.5)
    assert 0 < found["low"] < 0.5 < found["high"] < 1  # type: ignore[operator]


def test_published_measures_of_all_versions_are_one_rule() -> None:
    rows = [("CB-01", 3, 2, 1, 0, 1), ("CB-01", 1, 1, 1, 0, 0), ("CB-02", 1, 0, 0, 0, 1)]
    names = ("rule_id", "fired", "decided", "confirmed", "not_confirmed", "undecided")
    published = pl.DataFrame(rows, schema=list(names), orient="row")
    found = by_rule(of_versions(published, pl.DataFrame({"rule_id": ["CB-01"], "open": [2]})))
    assert (found["CB-01"]["fired"], found["CB-01"]["open"], found["CB-01"]["confirmed"]) == (4, 2, 2)
    assert found["CB-01"]["share"] == 1.0
    assert (found["CB-02"]["open"], found["CB-02"]["share"]) == (0, None)


def test_a_night_of_a_backtest_is_counted() -> None:
    followed = Followed(alerts())
    followed.after(DAY, FOUR)
    (night,) = followed.nights
    assert (night.standing, night.new, night.reopened, night.resolved) == (3, 1, 1, 1)


def test_overlap_work_and_yield() -> None:
    both = overlap(FOUR, FOUR.filter(pl.col("alert_id") != "A1"))
    assert (both.both, both.only_new, both.only_live) == (3, 1, 0)
    assert work(FOUR, "level") == {"blue": 1, "red": 1, "yellow": 1}
    assert work(FOUR, "township") == {"999901001": 2, "": 1}
    assert yield_of(FOUR, None).decided is None
    told = yield_of(FOUR, decisions(("A1", "属实-停发", "holds", 1), ("A9", "属实-停发", "holds", 1)))
    assert (told.decided, told.confirmed) == (1, 1)


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        (date(2008, 11, 23), "未满18"),
        (date(2008, 11, 22), "18至59"),
        (date(1966, 11, 23), "18至59"),
        (date(1966, 11, 22), "60至79"),
        (date(1946, 11, 22), "80及以上"),
        (None, "年龄不详"),
    ],
)
def test_groups_by_age_on_the_night(birth: date | None, band: str) -> None:
    people = pl.DataFrame(
        [{"person_key": "P1", "sex": None, "birth_date": birth}, {"person_key": "P2", "sex": "女", "birth_date": DAY}],
        schema={"person_key": pl.String(), "sex": pl.String(), "birth_date": pl.Date()},
    )
    found = groups(FOUR, people, ["P1"], DAY)
    assert found["性别"] == {NOBODY: 1, "不详": 1, "女": 1}
    assert found["残疾"] == {"不针对个人": 1, "无残疾证": 1, "有残疾证": 1}
    assert found["年龄"] == ({"未满18": 2, NOBODY: 1} if band == "未满18" else {NOBODY: 1, band: 1, "未满18": 1})
