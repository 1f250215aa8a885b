"""What the walks share: filling in the form of an act as a person does, and the addresses that a role has."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

from review.access import MAY, seen_by
from review.models import Alert, User
from review.pipeline.sample import sample_to_review
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
            found += [f"/looked/household/{alert.household_no}/", f"/looked/household/{alert.household_no}/letter/"]
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
