"""The due process at the desk: every step that the machine allows, every one that it refuses, and who may do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from review.models import Act, Alert, User
from review.refusals import RefusedError
from review.work.panel import panel
from review.work.waiting import called, heard, people
from tests.review.working import ADVERSE, CHECK, CLOSE, DISPUTE, NOTICE, OVER, REVIEW, TO, ago, doing, open_alert
from transforms.decisions.process import ACTS, PATH, STATES

pytestmark = pytest.mark.django_db

NOW: dict[str, tuple[str, str, dict[str, str]]] = {
    "check": ("wang", "step", {"step": "check", "how": "入户核查"}),
    "notice": ("wang", "step", {"step": "notice", "how": "书面告知", "answer_by": ago(-40)}),
    "answer": ("wang", "step", {"step": "answer", "how": "书面陈述"}),
    "window_ended": ("wang", "step", {"step": "window_ended", "how": "期满未陈述"}),
    "review": REVIEW,
    "dispute": DISPUTE,
    "reply": ("li", "step", {"step": "reply", "how": "复核后答复", "outcome": "upheld"}),
    "decide": ADVERSE,
    "close": CLOSE,
}
Office = dict[str, User]


@pytest.fixture
def office(account: Callable[..., User]) -> Office:
    return {name: account("supervisor", name) for name in ("wang", "zhang", "li")}


def _go(office: Office, alert: Alert, path: list[tuple[str, str, dict[str, str]]]) -> None:
    for by, kind, said in path:
        doing(office[by], kind, alert, **said)


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_taken_exactly_where_the_machine_has_it(desk_home: Path, office: Office, state: str) -> None:
    alert = open_alert(desk_home)
    _go(office, alert, TO[state])
    assert heard(alert).state == state
    assert set(NOW) == set(ACTS)
    for name, (by, kind, said) in NOW.items():
        before, mark = Act.objects.count(), transaction.savepoint()
        if (state, name) in PATH:
            doing(office[by], kind, alert, **said)
            assert heard(alert).state == PATH[state, name], (state, name)
        else:
            with pytest.raises(RefusedError, match="不能进行"):
                doing(office[by], kind, alert, **said)
            assert Act.objects.count() == before
        transaction.savepoint_rollback(mark)


@pytest.mark.parametrize(
    ("path", "tried", "why"),
    [
        ([CHECK], ("wang", "step", {"step": "notice", "how": "告知", "answer_by": ago(-5)}), "不得少于10个工作日"),
        ([CHECK], ("wang", "step", {"step": "notice", "how": "告知"}), "不得少于10个工作日"),
        (
            [CHECK, ("wang", "step", {"step": "notice", "how": "告知", "answer_by": ago(-60)})],
            ("wang", "step", {"step": "window_ended", "how": "期满"}),
            "当日过后方可记录期满",
        ),
        ([CHECK, NOTICE, OVER], ("wang", "decide", ADVERSE[2]), "决定人不得是核查人"),
        ([CHECK, NOTICE], ("wang", "step", {"step": "answer", "how": "陈述", "on": ago(70)}), "日期早于上一步"),
        ([CHECK], ("wang", "step", {"step": "notice", "how": " ", "answer_by": ago(-60)}), "没有写明办理情况"),
        ([], ("wang", "step", {"step": "check", "how": "核查", "on": ago(-1)}), "还没有到"),
        (TO["contested"], ("zhang", "step", NOW["reply"][2]), "答复人不得是决定人"),
        (TO["contested"], ("li", "step", {"step": "reply", "how": "答复"}), "应写明结果"),
        ([], ("wang", "step", {"step": "check", "how": "核查", "on": "昨天"}), "应写作"),
        ([], ("wang", "step", {"step": "hang", "how": "核查"}), "没有这一步骤"),
    ],
)
def test_guard_refuses_with_its_reason(desk_home: Path, office: Office, path: Any, tried: Any, why: str) -> None:
    alert = open_alert(desk_home)
    _go(office, alert, path)
    by, kind, said = tried
    with pytest.raises(RefusedError, match=why):
        doing(office[by], kind, alert, **said)


@pytest.mark.parametrize(
    ("path", "name", "first", "why"),
    [
        ([CHECK, NOTICE, OVER], "decide", "wang", "决定人不得是核查人"),
        (TO["contested"], "reply", "zhang", "答复人不得是决定人"),
    ],
)
def test_two_accounts_of_one_person_are_one_person(
    desk_home: Path, office: Office, account: Callable[..., User], path: Any, name: str, first: str, why: str
) -> None:
    alert = open_alert(desk_home)
    _go(office, alert, path)
    twin = account("supervisor", "twin", staff_no=office[first].staff_no)
    with pytest.raises(RefusedError, match=why):
        doing(twin, NOW[name][1], alert, **NOW[name][2])


def test_second_signature_is_of_another_person(desk_home: Path, office: Office, account: Callable[..., User]) -> None:
    alert = open_alert(desk_home)
    _go(office, alert, TO["decided"])
    (decision,) = heard(alert).decisions
    assert decision["standing"] == "unsigned"
    twin = account("supervisor", "twin", staff_no=office["zhang"].staff_no)
    for by in (office["zhang"], twin):
        with pytest.raises(RefusedError, match="第二签字人不得是决定人本人"):
            doing(by, "sign", alert, decision=decision["id"])
    with pytest.raises(RefusedError, match="没有这条处置决定"):
        doing(office["li"], "sign", alert, decision="0123")
    doing(office["li"], "sign", alert, decision=decision["id"])
    with pytest.raises(RefusedError, match="已有第二签字"):
        doing(office["wang"], "sign", alert, decision=decision["id"])
    _go(office, alert, [REVIEW])
    told = heard(alert)
    assert (told.state, told.decisions[0]["standing"], told.missing) == ("complete", "holds", [])


def test_closing_decision_needs_no_second_signature_but_one_on_favouritism_does(
    desk_home: Path, office: Office
) -> None:
    alert = open_alert(desk_home)
    favour = Alert.objects.filter(rule_id__startswith="RQ-", shown=True).first()
    for one, standing in ((alert, "holds"), (favour, "unsigned")):
        _go(office, one, [CLOSE])
        (decision,) = heard(one).decisions
        assert decision["standing"] == standing
    with pytest.raises(RefusedError, match="需要第二签字"):
        doing(office["li"], "sign", alert, decision=heard(alert).decisions[0]["id"])
    doing(office["li"], "sign", favour, decision=heard(favour).decisions[0]["id"])
    assert heard(favour).decisions[0]["standing"] == "holds"


def test_nothing_adverse_on_a_likely_identity(desk_home: Path, office: Office) -> None:
    open_alert(desk_home)
    likely = Alert.objects.filter(confidence="likely", shown=True).first()
    _go(office, likely, TO["heard"])
    with pytest.raises(RefusedError, match="身份关联只是"):
        doing(office["zhang"], "decide", likely, **ADVERSE[2])


def test_decisions_name_the_person_with_the_account(
    desk_home: Path, office: Office, signed_in: Callable[[User], Client]
) -> None:
    alert = open_alert(desk_home)
    User.objects.filter(pk=office["wang"].pk).update(name="王明")
    _go(office, alert, [("wang", "step", {"step": "check", "how": "入户核查"})])
    doing(office["wang"], *CLOSE[1:2], alert, **CLOSE[2])
    shown = signed_in(office["li"]).get(f"/alerts/{alert.pk}/acts/").content.decode()
    assert shown.count("<td>王明（wang）") == 2
    assert [called(people(), name) for name in ("Wang", " wang ", "王办", None)] == ["王明（wang）"] * 2 + ["王办", ""]


def test_panel_says_where_it_stands_and_what_is_missing(desk_home: Path, office: Office) -> None:
    alert = open_alert(desk_home)
    _go(office, alert, TO["noticed"])
    told = panel(office["zhang"], Alert.objects.get(pk=alert.pk))
    assert [how for _, how in told["line"]] == ["done", "done", "now", "to_come", "to_come", "to_come"]
    assert told["process"].missing == ["当事人陈述申辩或陈述申辩期满", "作出不利决定", "告知复核途径", "第二签字"]
    (step,) = [one["form"] for one in told["forms"] if one["kind"] == "step"]
    assert [value for value, _ in step.fields["step"].choices] == ["", "notice", "answer", "window_ended", "dispute"]
    (decide,) = [one["form"] for one in told["forms"] if one["kind"] == "decide"]
    assert not any("停发" in value for value, _ in decide.fields["code"].choices)
