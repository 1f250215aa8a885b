"""Undo: by the maker, until a night took it or somebody built on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client

from review.models import Act, Alert, User
from review.refusals import RefusedError
from review.work.night import handed, taken
from review.work.undoing import undo
from tests.review.working import SAID, doing, open_alert

pytestmark = pytest.mark.django_db


def _desk(alert: Alert) -> tuple[object, ...]:
    now = Alert.objects.get(pk=alert.pk)
    return now.owner_id, now.stage, now.sent_to


@pytest.mark.parametrize("kind", ["claim", "dispatch", "step", "decide"])
def test_act_is_undone_and_the_alert_is_as_before(desk_home: Path, account: Callable[..., User], kind: str) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    before = _desk(alert)
    made = doing(user, kind, alert, **SAID[kind])
    assert undo(user, made).undone_at is not None
    assert _desk(alert) == before
    assert handed() == []
    with pytest.raises(RefusedError, match="已经撤销"):
        undo(user, made)


def test_only_its_maker_undoes(desk_home: Path, account: Callable[..., User]) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    made = doing(user, "claim", alert)
    with pytest.raises(RefusedError, match="只有本人"):
        undo(account("supervisor"), made)
    with pytest.raises(Http404):
        undo(account("reviewer", division="110101"), made)
    with pytest.raises(RefusedError, match="角色"):
        undo(account("auditor"), made)


def test_not_after_somebody_built_on_it_nor_after_a_night_took_it(
    desk_home: Path, account: Callable[..., User]
) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    claimed = doing(user, "claim", alert)
    step = doing(account("reviewer"), "step", alert, **SAID["step"])
    with pytest.raises(RefusedError, match="程序步骤"):
        undo(user, claimed)
    undo(step.by, step)
    made = doing(user, "decide", alert, **SAID["decide"])
    with pytest.raises(RefusedError, match="其后您又进行了"):
        undo(user, claimed)
    handed()
    with pytest.raises(RefusedError, match="收走"):
        undo(user, made)


def test_undo_in_reverse_order_and_redo(desk_home: Path, account: Callable[..., User]) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    acts = [doing(user, "claim", alert), doing(user, "dispatch", alert)]
    for made in reversed(acts):
        undo(user, made)
    assert _desk(alert) == (None, "new", "")
    doing(user, "claim", alert)
    assert Act.objects.filter(undone_at=None).count() == 1


def test_refused_decision_opens_the_alert_again_and_is_shown(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    made = doing(user, "decide", alert, **SAID["decide"])
    (row,) = handed()
    assert row["source_no"] == str(made.source_no)
    assert taken([{"source_no": row["source_no"], "refused": "该预警的证据已有变化"}]) == (0, 1)
    assert taken([{"source_no": row["source_no"], "id": "late"}]) == (0, 0)
    assert _desk(alert) == (user.pk, "claimed", "")
    assert "未被接受：该预警的证据已有变化" in signed_in(user).get("/mine/acts/").content.decode()


def test_button_undoes(desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]) -> None:
    alert, user = open_alert(desk_home), account("reviewer")
    made = doing(user, "claim", alert)
    assert f"/mine/acts/{made.pk}/undo/" in signed_in(user).get(f"/alerts/{alert.pk}/acts/").content.decode()
    assert signed_in(user).post(f"/mine/acts/{made.pk}/undo/").status_code == 302
    assert _desk(alert) == (None, "new", "")
