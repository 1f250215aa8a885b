"""Acts: who may, whose rows, what each does to the alert, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from review.access import MAY
from review.models import Act, Alert, Entry, Role, User
from review.pipeline.process import asked_of
from review.refusals import RefusedError
from review.work.acting import act
from review.work.judging import judge, sample
from tests.review.working import SAID, doing, look, open_alert, send

pytestmark = pytest.mark.django_db
ROLES = [role.value for role in Role]


def _with_division(role: str, alert: Alert) -> dict[str, str]:
    return {"division": alert.township} if role == Role.CLERK else {}


@pytest.mark.parametrize(("kind", "role"), [(kind, role) for kind in SAID for role in ROLES if role not in MAY[kind]])
def test_role_without_the_act_is_refused_and_logged(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client], kind: str, role: str
) -> None:
    alert = open_alert(desk_home)
    user = account(role, **_with_division(role, alert))
    answer = send(signed_in(user), alert, kind, **SAID[kind])
    assert answer.status_code == 403
    assert not Act.objects.exists()
    assert Alert.objects.get(pk=alert.pk).version == alert.version
    refused = Entry.objects.filter(outcome="refused", account=user.username)
    assert [entry.act for entry in refused] == ["办理"]


@pytest.mark.parametrize(("kind", "role"), [(kind, role) for kind in SAID for role in ROLES if role in MAY[kind]])
def test_alert_of_another_division_is_not_there(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client], kind: str, role: str
) -> None:
    alert = open_alert(desk_home)
    user = account(role, division="110101001")
    assert send(signed_in(user), alert, kind, **SAID[kind]).status_code == 404
    assert send(signed_in(user), Alert(pk="A0"), kind, seen=alert, **SAID[kind]).status_code == 404
    assert not Act.objects.exists()
    assert Entry.objects.filter(outcome="refused", subject=alert.pk).exists()


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY["judge"]])
def test_judgement_and_sample_need_their_role(desk_home: Path, account: Callable[..., User], role: str) -> None:
    user = account(role, division="999903001")
    with pytest.raises(RefusedError, match="角色"):
        judge(user, "a", "b", "same", "同一人")
    with pytest.raises(RefusedError, match="角色"):
        sample(user, "S1", "抽查-未见问题", "入户核查无误")


def test_an_alert_goes_to_the_township_and_back(desk_home: Path, account: Callable[..., User]) -> None:
    alert = open_alert(desk_home)
    reviewer, clerk = account("reviewer"), account("clerk", division=alert.township)
    stages = []
    for user, kind in [
        *((reviewer, "claim"), (reviewer, "dispatch"), (clerk, "accept"), (clerk, "return")),
        *((reviewer, "dispatch"), (clerk, "accept"), (clerk, "feedback"), (reviewer, "decide")),
    ]:
        doing(user, kind, alert, **SAID[kind])
        stages.append(Alert.objects.get(pk=alert.pk).stage)
    assert stages == ["claimed", "dispatched", "accepted", "returned", "dispatched", "accepted", "fed_back", "decided"]
    assert Alert.objects.get(pk=alert.pk).owner == reviewer
    assert [one.kind for one in Act.objects.filter(undone_at=None)][-1] == "decide"


def test_clerk_of_the_township_it_was_sent_to_sees_it(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alert = open_alert(desk_home)
    Alert.objects.filter(pk=alert.pk).update(explanation="MEDICAL", township_text="PLAIN")
    clerk = account("clerk", division=alert.township[:6] + "999")
    assert signed_in(clerk).get(f"/alerts/{alert.pk}/acts/").status_code == 404
    doing(account("reviewer"), "dispatch", alert, to=clerk.division)
    page = signed_in(clerk).get(f"/alerts/{alert.pk}/acts/")
    assert page.status_code == 200
    assert "PLAIN" in page.content.decode()
    assert "MEDICAL" not in page.content.decode()
    doing(clerk, "return", alert, **SAID["return"])
    assert signed_in(clerk).get(f"/alerts/{alert.pk}/acts/").status_code == 404


def test_hand_over_goes_only_to_who_may_have_it(desk_home: Path, account: Callable[..., User]) -> None:
    alert = open_alert(desk_home)
    user = account("reviewer", division=alert.township[:6])
    account("reviewer", "elsewhere", division="110101")
    account("clerk", "clerk", division=alert.township)
    account("reviewer", "centre")
    account("supervisor", "near", division=alert.township[:6])
    doing(user, "claim", alert)
    for to in ("elsewhere", "clerk", "centre", "nobody", user.username):
        with pytest.raises(RefusedError, match="不能移交"):
            doing(user, "hand_over", alert, to=to)
    doing(user, "hand_over", alert, to="near")
    assert Alert.objects.get(pk=alert.pk).owner.username == "near"
    with pytest.raises(RefusedError, match="只有本人或负责人"):
        doing(user, "release", alert)


def test_decision_needs_the_case_opened_a_reason_and_the_alert(desk_home: Path, account: Callable[..., User]) -> None:
    alert, user, other = open_alert(desk_home), account("reviewer"), account("reviewer")
    given = {"version": alert.version, "evidence": alert.evidence_fingerprint}
    with pytest.raises(RefusedError, match="没有打开过"), transaction.atomic():
        act(user, "decide", alert.pk, SAID["decide"], **given)
    look(user, alert)
    with pytest.raises(RefusedError, match="至少 10 个字"):
        doing(user, "decide", alert, code="不属实-数据滞后", reason="已更正")
    with pytest.raises(RefusedError, match="没有这一处置代码"):
        doing(user, "decide", alert, code="属实-枪毙", reason="十个字以上的理由在此写明")
    doing(other, "claim", alert)
    with pytest.raises(RefusedError, match="认领"):
        doing(user, "decide", alert, **SAID["decide"])
    made = doing(other, "decide", alert, **SAID["decide"])
    assert (made.evidence_fingerprint, made.rule_version) == (alert.evidence_fingerprint, alert.rule_version)


def test_look_before_the_content_changed_does_not_count(desk_home: Path, account: Callable[..., User]) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    look(user, alert)
    Alert.objects.filter(pk=alert.pk).update(brought_at=timezone.now() + timezone.timedelta(seconds=1))
    with pytest.raises(RefusedError, match="没有打开过"), transaction.atomic():
        act(user, "decide", alert.pk, SAID["decide"], version=0, evidence=alert.evidence_fingerprint)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("return", {"reason": "联系电话13812345678"}),
        ("feedback", {"finding": "属实", "words": "身份证 110101199003078515 核对无误"}),
        ("step", {"step": "check", "how": "银行账号6222021234567890123"}),
        ("decide", {"code": "无法核实", "reason": "本人电话13812345678,打不通"}),
    ],
)
def test_numbers_are_not_kept(desk_home: Path, account: Callable[..., User], kind: str, said: dict[str, str]) -> None:
    alert = open_alert(desk_home)
    user = account("clerk", division=alert.township) if kind in ("return", "feedback") else account("reviewer")
    with pytest.raises(RefusedError, match="号码"):
        doing(user, kind, alert, **said)
    assert not Act.objects.exists()


def test_name_of_those_concerned_is_not_kept(desk_home: Path, account: Callable[..., User]) -> None:
    alert = open_alert(desk_home)
    _, names = asked_of(desk_home, alert.pk)
    assert names
    for user, kind, field in (
        (account("reviewer"), "step", "how"),
        (account("clerk", division=alert.township), "feedback", "words"),
    ):
        with pytest.raises(RefusedError, match="姓名"):
            doing(user, kind, alert, **SAID[kind] | {field: f"已向{names[0]}核实情况"})


def test_hostile_text_is_shown_as_text(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    doing(user, "step", alert, step="check", how=hostile)
    for address in (f"/alerts/{alert.pk}/acts/", "/mine/acts/"):
        shown = signed_in(user).get(address).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_page_offers_what_may_follow_and_leads_on(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alert, second, user = open_alert(desk_home), open_alert(desk_home, 1), account("reviewer")
    browser = signed_in(user)
    shown = browser.get(f"/alerts/{alert.pk}/acts/").content.decode()
    assert "不利决定还缺：独立核查、告知当事人" in shown
    assert f"/alerts/{alert.pk}/acts/claim/" in shown
    assert "release" not in shown
    assert "属实-停发" not in shown
    for one in (alert, second):
        send(browser, one, "claim")
    answer = send(browser, alert, "decide", next="1", **SAID["decide"])
    assert answer.status_code == 302
    assert answer["Location"] == f"/alerts/{second.pk}/"
    back = send(browser, second, "release", back="//evil.example/")
    assert back["Location"] == f"/alerts/{second.pk}/"
