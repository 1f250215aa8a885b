"""An alert from the list to the answered objection, in real browsers: each act by who has it, found on the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from review.models import Act, Alert, User
from review.pipeline.sample import sample_to_review
from tests.review.browser.walking import act, done, now
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
    assert "认领:已记下" in done(page)
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
    assert "签字:已记下" in done(page)
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


def test_township_returns_and_the_owner_undoes_and_releases(office: dict[str, Page], alert: Alert) -> None:
    page = _at(office, "chen", alert)
    act(page, "return", reason="该户不住本乡镇")
    assert now(alert).stage == "returned"
    page.goto("/mine/acts/")
    with page.expect_navigation():
        page.get_by_role("button", name="撤销").click()
    assert "已撤销" in done(page)
    assert now(alert).stage == alert.stage
    page = _at(office, "wang", alert)
    act(page, "claim")
    act(page, "release")
    assert now(alert).owner_id is None


def test_correction_is_asked_for_and_decision_undone_on_the_case(office: dict[str, Page], alert: Alert) -> None:
    page = _at(office, "wang", alert)
    which = page.locator('form[action$="/acts/ticket/"] [name="which"] option').last.get_attribute("value")
    act(page, "ticket", which=which, found="数值与产权证不符")
    assert "请部门更正:已记下" in done(page)
    act(page, "decide", code="不属实-数据滞后", reason="来源已经更正,系统未同步")
    assert now(alert).stage == "decided"
    assert page.url.endswith(f"/alerts/{alert.pk}/")
    with page.expect_navigation():
        page.get_by_role("row").filter(has_text="处置决定").get_by_role("button", name="撤销").click()
    assert now(alert).stage != "decided"
    assert Act.objects.filter(undone_at=None).count() == 1


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
    page.locator("details.unmask summary").click()
    page.locator("details.unmask select").select_option("verify")
    page.get_by_label("具体原因").fill("核实预警涉及的本人情况")
    with page.expect_navigation(wait_until="networkidle"):
        page.locator("details.unmask button").click()
    number = page.locator("#opened tbody tr td.code").first.inner_text()
    assert len(number) == 18
    assert "*" not in number
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
    with second.expect_navigation():
        second.get_by_role("link", name="返回刚才的页面").click()
    assert second.url.endswith(f"/alerts/{alert.pk}/")
    assert "承办 王某" in second.content()


def test_double_click_is_one_act(office: dict[str, Page], alert: Alert) -> None:
    page = _at(office, "wang", alert)
    page.locator('form[action$="/acts/claim/"] button.main').dblclick()
    page.wait_for_load_state("networkidle")
    assert "已记下" in done(page)
    assert Act.objects.filter(kind="claim").count() == 1


def test_pair_is_judged_by_key_and_by_button(office: dict[str, Page]) -> None:
    page = office["wang"]
    page.goto("/identity/")
    with page.expect_navigation():
        page.get_by_role("link", name="从第 1 对开始").click()
    page.keyboard.press("1")
    page.wait_for_selector("p.told.success")
    assert "已记录" in done(page)
    if page.url.endswith("/identity/"):
        with page.expect_navigation():
            page.get_by_role("link", name="从第 1 对开始").click()
    with page.expect_navigation():
        page.locator("#judge button").filter(has_text="非同一人").click()
    verdicts = list(Act.objects.filter(kind="judge").order_by("id").values_list("said__verdict", flat=True))
    assert verdicts == ["same", "different"]


def test_sampled_household_gets_its_result(office: dict[str, Page], desk_home: Path, refusals: set[int]) -> None:
    refusals.add(409)
    row = sample_to_review(desk_home, "")[0]
    page = office["wang"]
    page.goto("/sample/")
    page.get_by_role("row").filter(has_text=row["sample_id"]).get_by_role("link", name="记录结果").click()
    address = page.url
    page.get_by_label("抽查结果").select_option("抽查-未见问题")
    page.get_by_label("核查的方式").fill("入户核查无误")
    with page.expect_navigation():
        page.get_by_role("button", name="记录结果").click()
    assert "已记录" in done(page)
    assert Act.objects.get(kind="sample").subject == row["sample_id"]
    page.goto(address)
    assert "已有结果" in done(page)
