"""What the walks share: filling in the form of an act as a person does, and the addresses that a role has."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

from review.access import MAY, seen_by
from review.models import Alert, User
from review.pipeline.sample import sample_to_review
from tests.review.conftest import PASSWORD
from tests.review.working import open_alert

LISTS = {
    "look": ["/"],
    "undo": ["/mine/acts/"],
    "judge": ["/identity/"],
    "export": ["/sheets/"],
    "verify": ["/verify/"],
    "sample": ["/sample/"],
    "numbers": ["/numbers/"],
    "rules": ["/rules/", "/rules/LB-09/"],
    "looked": ["/looked/"],
    "log": ["/log/", "/log/check/"],
    "accounts": ["/admin/", "/admin/review/user/", "/admin/review/user/add/"],
}
"""Act -> pages that every account with it has."""


def addresses(user: User, home: Path) -> list[str]:
    """Every page of this account, those of one alert, household, pair and drawn household among them."""
    found = [one for act, some in LISTS.items() if user.role in MAY[act] for one in some]
    found += ["/account/", "/password/", "/codes/", "/nowhere/"]
    if user.role in MAY["look"]:
        alert = open_alert(home, **({"division_code__startswith": user.division} if user.division else {}))
        likely = seen_by(user).filter(shown=True, confidence="likely").exclude(pk=alert.pk).order_by("pk").first()
        for one in (alert, *([likely] if likely else [])):
            found += [f"/alerts/{one.pk}/", f"/alerts/{one.pk}/acts/"]
        found += [f"/households/{alert.household_no}/", "/?q=nothing"]
        if user.role in MAY["step"]:
            found.append(f"/alerts/{alert.pk}/income/")
    if user.role in MAY["looked"]:
        whose = f"/looked/household/{open_alert(home).household_no}/"
        found += [whose, f"{whose}letter/"]
    if user.role in MAY["sample"]:
        found += [f"/sample/{row['sample_id']}/" for row in sample_to_review(home, user.division)[:1]]
    return found


def act(page: Page, kind: str, further: bool = False, **said: str) -> None:
    """Open the form of an act on the panel, fill it in and send it with its button."""
    form = page.locator(f'form[action$="/acts/{kind}/"]')
    if not form.is_visible():
        page.locator("details.act", has=form).locator("summary").click()
    for name, value in said.items():
        fill(form.locator(f'[name="{name}"]'), value)
    with page.expect_navigation():
        form.locator('button[name="next"]' if further else "button.main").click()


def press(page: Page, name: str, within: Locator | None = None) -> None:
    """Click a button that leads on, and wait for where it leads."""
    with page.expect_navigation():
        (within or page).get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    """Click a link of exactly this name, and wait for where it leads."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def unmask(page: Page) -> str:
    """Open the names on a case with a reason; the first whole number that is then on the page."""
    page.locator("details.unmask summary").click()
    page.locator("details.unmask select").select_option("verify")
    page.get_by_label("具体原因").fill("核实预警涉及的本人情况")
    with page.expect_navigation(wait_until="load"):
        page.locator("details.unmask button").click()
    return page.locator("#opened tbody tr td.code").first.inner_text()


def enter(page: Page, name: str, password: str = PASSWORD, code: str = "") -> None:
    """Fill in the form at the door."""
    page.goto("/login/")
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_label("动态码").fill(code)
    press(page, "登录")


def fill(field: Locator, value: str) -> None:
    """Choose or write."""
    if field.evaluate("(e) => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def done(page: Page) -> str:
    """What the desk says at the top of the page."""
    return page.locator("p.told").first.inner_text()


def now(alert: Alert) -> Alert:
    """The alert as it is in the database."""
    return Alert.objects.get(pk=alert.pk)
