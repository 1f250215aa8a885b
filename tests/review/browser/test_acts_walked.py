"""One alert from the list to the answered objection, in the browsers of four people, and what goes wrong between two.

Each act by each role: test_acts_as_each_role.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from review.models import Act, Alert, User
from tests.review.browser.walking import act, done, follow, now, unmask
from tests.review.working import ago, open_alert

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
Opened = Callable[..., Page]
Sound = Callable[[Page], None]


@pytest.fixture
def alert(night: None, desk_home: Path) -> Alert:
    return open_alert(desk_home)


@pytest.fixture
def office(alert: Alert, account: Callable[..., User], opened: Opened) -> dict[str, Page]:
    """wang checks, zhang decides, li signs, chen is the township's clerk; each has the case open in an own browser."""
    people = {
        "wang": account("reviewer", "wang", name="王某"),
        "zhang": account("reviewer", "zhang", name="张某"),
        "li": account("supervisor", "li", name="李某"),
        "chen": account("clerk", "chen", name="陈某", division=alert.township),
    }
    return {name: opened(user) for name, user in people.items()}


def _at(office: dict[str, Page], who: str, alert: Alert) -> Page:
    page = office[who]
    page.goto(f"/alerts/{alert.pk}/")
    return page


def test_from_claim_to_answered_objection(office: dict[str, Page], alert: Alert, sound: Sound) -> None:
    page = _at(office, "wang", alert)
    act(page, "claim")
    assert "认领：已记下" in done(page)
    assert (now(alert).owner.username, now(alert).stage) == ("wang", "claimed")
    act(page, "dispatch", to=alert.township)
    assert now(alert).stage == "dispatched"

    page = office["chen"]
    page.goto("/")
    page.locator(f'a.open[href="/alerts/{alert.pk}/"]').click()
    act(page, "accept")
    assert now(alert).stage == "accepted"
    act(page, "feedback", finding="属实", words="入户看过,情况属实")
    assert now(alert).stage == "fed_back"
    sound(page)

    page = _at(office, "wang", alert)
    act(page, "step", step="check", how="入户核查", on=ago(61))
    act(page, "step", step="notice", how="书面告知", on=ago(60), answer_by=ago(30))
    act(page, "step", step="answer", how="书面陈述", on=ago(40))
    act(page, "hand_over", to="zhang")
    assert now(alert).owner.username == "zhang"
    page = _at(office, "zhang", alert)
    act(page, "decide", code="属实-停发", reason="核查属实,陈述不能成立,见卷")
    assert "须另一人签字" in done(page)
    act(page, "step", step="review", how="决定书载明复核途径")
    page = _at(office, "li", alert)
    act(page, "sign")
    assert "签字：已记下" in done(page)
    page = _at(office, "wang", alert)
    act(page, "step", step="dispute", how="当事人书面异议")
    page = _at(office, "li", alert)
    act(page, "step", step="reply", how="复核后答复", outcome="upheld")
    sound(page)
    kinds = list(Act.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == [
        "claim", "dispatch", "accept", "feedback", "step", "step", "step", "hand_over", "decide", "step", "sign",
        "step", "step",
    ]  # fmt: skip
    assert page.locator("ol.path li.now").inner_text() == "已决定"


def test_done_and_next_leads_to_the_next_of_mine(office: dict[str, Page], alert: Alert, desk_home: Path) -> None:
    other = open_alert(desk_home, 1)
    for one in (alert, other):
        page = _at(office, "wang", one)
        act(page, "claim")
    page = _at(office, "wang", alert)
    act(page, "decide", further=True, code="不属实-数据滞后", reason="来源已经更正,系统未同步")
    assert page.url.endswith(f"/alerts/{other.pk}/")


def test_names_are_on_one_answer_only(office: dict[str, Page], alert: Alert, sound: Sound) -> None:
    page = _at(office, "wang", alert)
    number = unmask(page)
    assert len(number) == 18
    sound(page)
    # What is done from this answer leads back to the case, where the names are gone.
    act(page, "claim")
    assert page.url.endswith(f"/alerts/{alert.pk}/")
    assert "已记下" in done(page)
    assert number not in page.content()
    page.reload()
    assert page.locator("#opened").count() == 0


def test_stale_tab_is_told_and_led_back(office: dict[str, Page], alert: Alert, refusals: set[int]) -> None:
    refusals.add(409)
    first, second = _at(office, "wang", alert), _at(office, "zhang", alert)
    act(first, "claim")
    act(second, "claim")
    assert "王某" in done(second)
    assert now(alert).owner.username == "wang"
    follow(second, "返回刚才的页面")
    assert second.url.endswith(f"/alerts/{alert.pk}/")
    assert "承办 王某" in second.content()


def test_double_click_is_one_act(office: dict[str, Page], alert: Alert) -> None:
    page = _at(office, "wang", alert)
    page.locator('form[action$="/acts/claim/"] button.main').dblclick()
    page.wait_for_selector("p.told")
    assert "已记下" in done(page)
    assert Act.objects.filter(kind="claim").count() == 1


def test_pair_is_judged_by_key(office: dict[str, Page]) -> None:
    page = office["wang"]
    page.goto("/identity/")
    follow(page, "从第 1 对开始")
    page.keyboard.press("1")
    page.wait_for_selector("p.told.success")
    assert "已记录" in done(page)
    assert Act.objects.get(kind="judge").said["verdict"] == "same"
