"""What is asked beside an alert: a correction, the result of a sampled household, whether two are one person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from django.http import Http404

from flows.linking.records import named, newest
from review.models import User
from review.pipeline.asking import reference_told, tables_of_alert
from review.pipeline.home import published, settings_of
from review.refusals import RefusedError
from review.work.judging import judge, sample
from review.work.panel import words
from tests.review.working import ago, doing, open_alert

pytestmark = pytest.mark.django_db


def test_ticket_only_for_a_record_of_the_alert(desk_home: Path, account: Callable[..., User]) -> None:
    alert = next(
        one for place in range(40) for one in [open_alert(desk_home, place)] if tables_of_alert(desk_home, one.pk)
    )
    table, record = tables_of_alert(desk_home, alert.pk)[0]
    user = account("reviewer")
    with pytest.raises(RefusedError, match="所依据的记录"):
        doing(user, "ticket", alert, table=table, record="NO-SUCH", column="", found="金额有误")
    made = doing(user, "ticket", alert, table=table, record=record, column="", found="金额有误")
    assert made.subject == f"{table}/{record}#"
    with pytest.raises(RefusedError, match="待送出"):
        doing(user, "ticket", alert, table=table, record=record, column="", found="金额有误")
    with pytest.raises(RefusedError, match="没有“nothing”这一项。可填：业务流水号"):
        doing(user, "ticket", alert, table=table, record=record, column="nothing", found="金额有误")
    named = doing(user, "ticket", alert, table=table, record=record, column="业务流水号", found="编号有误")
    assert named.subject == f"{table}/{record}#record_no"
    assert words(named) == f"{reference_told(f'{table}/{record}')} 业务流水号：编号有误"


def test_sample_result_within_the_division_only(desk_home: Path, account: Callable[..., User]) -> None:
    open_alert(desk_home)
    with published(desk_home) as file:
        drawn = file.rows("SELECT sample_id, division_code FROM recall_sample ORDER BY 1")[0]
    made = sample(account("reviewer"), drawn["sample_id"], "抽查-未见问题", "入户核查无误", ago(1))
    assert made.subject == drawn["sample_id"]
    for user, number in ((account("reviewer", division="110101"), drawn["sample_id"]), (account("reviewer"), "S0")):
        with pytest.raises(Http404):
            sample(user, number, "抽查-未见问题", "入户核查无误")


def test_judgement_names_two_references_that_are_there(desk_home: Path, account: Callable[..., User]) -> None:
    pairs = newest(settings_of(desk_home)).read("review").filter(pl.col("a_record_no") != pl.col("b_record_no"))
    row = pairs.row(0, named=True)
    a, b = (
        named(tuple(row[f"{side}_{name}"] for name in ("table_key", "record_no", "person_role", "owner_index")))
        for side in ("a", "b")
    )
    made = judge(account("reviewer"), a, b, "非同一人", "出生地与住址均不同")
    assert made.said["verdict"] == "different"
    with pytest.raises(RefusedError):
        judge(account("reviewer"), a, a, "same", "同一人")
    with pytest.raises(RefusedError, match="没有流水号"):
        judge(account("reviewer"), a, b.partition("/")[0] + "/NOBODY", "same", "同一人")
