"""What a contested record suspends, and what it does not."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.disputes.suspending import PUBLISHED, resting_only_on, suspended_results, touched

NIGHT = date(2026, 11, 22)
CONTESTED = pl.DataFrame({"source_table": ["housing.properties"], "record_no": ["PR1"], "dispute_id": ["Y1"]})


def alerts(*rows: tuple[str, str, str, list[str]]) -> pl.DataFrame:
    schema = {"alert_id": pl.String, "rule_id": pl.String, "state": pl.String, "rests_on": pl.List(pl.String)}
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return frame.with_columns(
        anchor_table=pl.lit("t"), anchor_record_no="alert_id", household_no=pl.lit(None, pl.String)
    )


NOBODY = pl.DataFrame(schema={"household_no": pl.String, "dispute_id": pl.String})


def test_an_alert_of_the_household_is_asked_whatever_its_evidence_names() -> None:
    rows = alerts(("A1", "CB-02", "new", []), ("A2", "LB-05", "new", []), ("A3", "CB-02", "new", []))
    rows = rows.with_columns(household_no=pl.Series(["J1", "J1", "J2"]))
    concerned = pl.DataFrame({"household_no": ["J1", "J1"], "dispute_id": ["Y2", "Y1"]})
    assert touched(rows, CONTESTED, concerned).select("alert_id", "dispute_id").rows() == [("A1", "Y1")]


def test_only_adverse_alerts_that_stand_and_rest_on_the_record_are_touched() -> None:
    on, off = ["housing.properties#PR1", "x#1"], ["housing.properties#PR11"]
    found = touched(
        alerts(
            ("A1", "CB-02", "ongoing", on),
            ("A2", "CB-02", "resolved", on),
            ("A3", "LB-05", "new", on),  # a signal of need is never held back for a dispute
            ("A4", "ZD-05", "new", on),
            ("A5", "CB-02", "new", off),
            ("A6", "CB-02", "new", []),
        ),
        CONTESTED,
        NOBODY,
    )
    assert found.select("alert_id", "dispute_id").rows() == [("A1", "Y1")]


def test_a_finding_that_stands_without_the_record_goes_on() -> None:
    tonight = alerts(*((one, "CB-07", "new", ["housing.properties#PR1"]) for one in ("A1", "A2")))
    found = touched(tonight, CONTESTED, NOBODY)
    assert resting_only_on(found, anchors(("CB-07", "A2")), tonight)["alert_id"].to_list() == ["A1"]


def test_a_group_whose_anchor_is_contested_stands_by_its_other_records() -> None:
    contested = pl.DataFrame({"source_table": ["t"], "record_no": ["B1"], "dispute_id": ["Y1"]})
    group = alerts(("B1", "CF-12", "ongoing", ["t#B1", "t#B2", "t#B3"]))
    held = touched(group, contested, NOBODY)
    assert resting_only_on(held, anchors(("CF-12", "B2")), group).is_empty()
    assert resting_only_on(held, anchors(), group).rows() == [("B1", "Y1")]
    # another rule, or a record that the alert does not rest on, is another finding
    assert resting_only_on(held, anchors(("CF-13", "B2"), ("CF-12", "B4")), group).rows() == [("B1", "Y1")]


def test_a_finding_that_has_an_alert_of_its_own_does_not_hold_up_another() -> None:
    contested = pl.DataFrame({"source_table": ["t"], "record_no": ["B1"], "dispute_id": ["Y1"]})
    pair = alerts(("B1", "CF-02", "new", ["t#B1", "t#B2"]), ("B2", "CF-02", "new", ["t#B2", "t#B9"]))
    held = touched(pair, contested, NOBODY)
    assert resting_only_on(held, anchors(("CF-02", "B2")), pair).rows() == [("B1", "Y1")]


def anchors(*found: tuple[str, str]) -> pl.DataFrame:
    """What the rules find without the contested records."""
    rows = [(rule, "t", record) for rule, record in found]
    schema = dict.fromkeys(("rule_id", "anchor_table", "anchor_record_no"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def results(*outcomes: str | None) -> pl.DataFrame:
    rows = [(f"J{n}", "最低生活保障", f"H{n}", NIGHT, one) for n, one in enumerate(outcomes) if one is not None]
    return pl.DataFrame(rows, schema=["household_no", "program", "record_no", "as_of", "outcome"], orient="row")


def test_results_that_are_another_without_the_record_are_not_put_forward() -> None:
    with_it = results("fail", "fail", "fail", "fail", "needs_review", "needs_review", "pass", "fail")
    without = results("pass", "fail", "not_assessable", "needs_review", "pass", "fail", "fail", None)
    disputes = pl.DataFrame({"household_no": ["J0"], "dispute_id": ["Y1"], "suspends": [True]})
    touching = pl.DataFrame({"household_no": ["J3", "J0"], "dispute_id": ["Y2", "Y2"]})
    found = suspended_results(with_it, without, disputes, touching)
    assert dict(found.schema) == PUBLISHED
    assert found.select("household_no", "outcome", "without", "put_forward", "disputes").rows() == [
        ("J0", "fail", "pass", "suspended", ["Y1", "Y2"]),
        ("J2", "fail", "not_assessable", "suspended", []),
        ("J3", "fail", "needs_review", "needs_review", ["Y2"]),
        ("J4", "needs_review", "pass", "suspended", []),
        ("J7", "fail", None, "suspended", []),
    ]
