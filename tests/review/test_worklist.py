"""The work list of a published night."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from review import ledger
from review.access import seen_by
from review.bringing import bring_in, take_in
from review.models import Alert, Entry, Role, User
from tests.review.invented import NIGHT, OTHER, TOWN, night, row

pytestmark = pytest.mark.django_db


def test_list_shows_the_alerts_and_logs_the_look(
    desk_home: Path, account: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    bring_in(desk_home)
    answer = signed_in(account("reviewer")).get("/")
    assert answer.status_code == 200
    assert Entry.objects.get().act == "看工作列表"


def test_nothing_is_shown_if_it_cannot_be_logged(
    desk_home: Path,
    account: Callable[..., User],
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring_in(desk_home)

    def full(*_: object, **__: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(ledger, "write", full)
    answer = signed_in(account("reviewer")).get("/")
    assert answer.status_code == 503
    assert Alert.objects.filter(shown=True).first().explanation not in answer.content.decode()


Browser = Callable[[User], Client]
Account = Callable[..., User]
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}'\"&amp;"


def ids(page: str) -> list[str]:
    """Alerts of a page, in its order."""
    return re.findall(r'<tr data-id="([^"]+)"', page)


def counts(page: str, title: str) -> dict[str, int]:
    """The counts beside the choices of a filter that is shown as links."""
    part = page.split(f"<h2>{title}</h2>")[1].split("</ul>")[0]
    return {name: int(count.replace(",", "")) for name, count in re.findall(r"<span>(.*?)</span><b>(.*?)</b>", part)}


def page(browser: Client, where: str = "/") -> str:
    answer = browser.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("where", ["/?q=A1", "/households/HA1/", "/sample/"])
def test_roles_without_households_are_refused_and_logged(
    role: str, where: str, account: Account, signed_in: Browser
) -> None:
    take_in(night(row("A1")))
    answer = signed_in(account(role)).get(where)
    assert answer.status_code == 403
    assert "说明A1" not in answer.content.decode()
    assert Entry.objects.get().outcome == "refused"


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_roles_without_households_are_led_to_a_page_of_theirs(role: str, account: Account, signed_in: Browser) -> None:
    take_in(night(row("A1")))
    answer = signed_in(account(role)).get("/")
    assert answer.status_code == 302
    assert "A1" not in answer["Location"] + answer.content.decode()


def test_every_count_is_what_the_database_says(desk_home: Path, account: Account, signed_in: Browser) -> None:
    bring_in(desk_home)
    places = Alert.objects.filter(shown=True).exclude(township="").values_list("township", flat=True)
    for user in (account(), account("clerk", division=places.first()), account(division=places.first()[:6])):
        browser, rows = signed_in(user), seen_by(user).filter(shown=True)
        first = page(browser)
        assert counts(first, "等级") == _counted(rows, "level", {1: "红", 2: "黄", 3: "蓝"})
        assert counts(first, "规则类别") == _counted(rows, "rule_class", {})
        assert f"全部 <b>{rows.count():,}</b>" in first
        one = rows.order_by("alert_id").first()
        narrowed = page(browser, f"/?class={one.rule_class}&rule={one.rule_id}&level={one.level}")
        fits = rows.filter(rule_class=one.rule_class, rule_id=one.rule_id)
        assert counts(narrowed, "等级") == _counted(fits, "level", {1: "红", 2: "黄", 3: "蓝"})
        assert f"共 <b>{fits.filter(level=one.level).count():,}</b> 条" in narrowed


def _counted(rows: Any, name: str, names: dict[Any, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in rows.values_list(name, flat=True):
        found[names.get(value, value)] = found.get(names.get(value, value), 0) + 1
    return found


def test_pages_hold_every_alert_once_overdue_and_red_first(account: Account, signed_in: Browser) -> None:
    many = [row(f"A{n:03d}", level=1 + n % 3, overdue=2 * (n % 7 == 0), need=n % 20 == 0) for n in range(120)]
    take_in(night(*many))
    browser = signed_in(account())
    pages = [ids(page(browser, f"/?page={number}")) for number in (1, 2, 3)]
    assert [len(one) for one in pages] == [50, 50, 20]
    assert sorted(number for one in pages for number in one) == [told["alert_id"] for told in many]
    others = [number for one in pages for number in one if int(number[1:]) % 20]
    assert others == sorted(others, key=lambda number: (int(number[1:]) % 7 != 0, int(number[1:]) % 3, number))
    assert ids(page(browser, "/?page=999")) == pages[2]
    assert ids(page(browser, "/?page=x")) == pages[0]


@pytest.mark.parametrize("where", ["/", "/?tab=held", "/?tab=mine", "/?q=A2", "/?township=999902001", "/?rule=SJ-01"])
def test_clerk_sees_nothing_of_another_township(where: str, account: Account, signed_in: Browser) -> None:
    take_in(
        night(
            row("A1"),
            row("A2", township=OTHER, rule_id="SJ-01", rule_title="别处的规则"),
            row("A3", shown=False, held_back="wave"),
        )
    )
    shown = page(signed_in(account("clerk", division=TOWN)), where)
    for secret in ("A2<", ">HA2<", f"镇{OTHER}", "别处的规则", "说明A1", ">HA3<", "暂缓"):
        assert secret not in shown
    assert set(ids(shown)) <= {"A1"}
    assert ("乡镇A1" in shown) == (where in {"/", "/?tab=held"})


def test_what_changed_is_told_to_reviewers_and_hinted_to_clerks(account: Account, signed_in: Browser) -> None:
    take_in(night(row("A1", change="住院费用由1万元变为3万元")))
    assert "住院费用" in page(signed_in(account()))
    shown = page(signed_in(account("clerk", division=TOWN)))
    assert "住院费用" not in shown
    assert "有变化" in shown


def test_tabs_hold_mine_my_townships_and_what_is_held_back(account: Account, signed_in: Browser) -> None:
    take_in(night(*(row(f"A{n}") for n in range(5)), row("A9", shown=False, held_back="cap", held_back_why="本周已满")))
    mine, clerk = account(), account("clerk", division=TOWN)
    Alert.objects.filter(pk="A1").update(owner=mine, stage="claimed")
    Alert.objects.filter(pk="A2").update(owner=mine, stage="decided")
    Alert.objects.filter(pk="A3").update(sent_to=TOWN, stage="dispatched")
    browser = signed_in(mine)
    assert ids(page(browser, "/?tab=mine")) == ["A1"]
    assert ids(page(browser)) == ["A0", "A1", "A3", "A4"]
    assert ids(page(browser, "/?stage=decided")) == ["A2"]
    held = page(browser, "/?tab=held")
    assert ids(held) == ["A9"]
    assert "本周已满" in held
    assert ids(page(signed_in(clerk), "/?tab=township")) == ["A3"]
    assert "您名下没有要办的预警" in page(signed_in(clerk), "/?tab=mine")


def test_new_since_the_last_visit(account: Account, signed_in: Browser) -> None:
    take_in(night(row("A1")))
    user = account()
    browser = signed_in(user)
    assert "上次登录后新到" not in page(browser)
    User.objects.filter(pk=user.pk).update(seen_from=timezone.now())
    take_in(night(row("A1"), row("A2"), as_of=NIGHT + timedelta(days=1)))
    assert ids(page(browser)) == ["A1", "A2"]
    assert ids(page(browser, "/?new=1")) == ["A2"]


def test_due_days_are_told_by_working_days(account: Account, signed_in: Browser) -> None:
    today = timezone.localdate()
    days = {"A0": None, "A1": today - timedelta(1), "A2": today, "A3": today + timedelta(60)}
    take_in(night(*(row(number, close_by=day) for number, day in days.items())))
    browser = signed_in(account())
    assert counts(page(browser), "期限") == {"逾期": 1, "今天": 1, "以后": 1, "未定": 1}
    assert [ids(page(browser, f"/?due={due}")) for due in ("overdue", "today", "later", "none", "?")] == [
        ["A1"], ["A2"], ["A3"], ["A0"], [],
    ]  # fmt: skip


def test_search_finds_numbers_and_masked_names(account: Account, signed_in: Browser) -> None:
    take_in(night(row("A1", who="李*"), row("B2", rule_id="ZD-05"), row("B3", household_no="JT77")))
    browser = signed_in(account())
    asked = {"a1": ["A1"], "zd-05": ["B2"], "jt77": ["B3"], "李*": ["A1"], "nothing": [], "hb": ["B2"]}
    for words, found in asked.items():
        assert ids(page(browser, f"/?q={words}")) == found


@pytest.mark.parametrize("words", ["王小明", "11010519491231002X", "13812345678"])
def test_names_and_numbers_are_not_searched_and_not_kept(words: str, account: Account, signed_in: Browser) -> None:
    take_in(night(row("A1")))
    shown = page(signed_in(account()), f"/?q={words}")
    assert "不要输入" in shown
    assert words not in shown
    entry = Entry.objects.get()
    assert words not in entry.details + entry.subject
    assert "words" not in json.loads(entry.details)["asked"]


def test_hostile_text_is_text(account: Account, signed_in: Browser) -> None:
    words = dict.fromkeys(("who", "place", "rule_title", "explanation", "change", "household_no", "program"), HOSTILE)
    take_in(night(row("A1", need=True, **words)))
    browser = signed_in(account())
    for where in ("/", f"/?q={HOSTILE}", f"/?rule={HOSTILE}", f"/?tab={HOSTILE}&level={HOSTILE}&page={HOSTILE}"):
        shown = browser.get(where)
        assert shown.status_code == 200
        assert b"<script>alert" not in shown.content


def test_bulk_acts_are_offered_to_those_who_have_them(account: Account, signed_in: Browser) -> None:
    take_in(night(row("A1"), row("A2", township=OTHER)))
    shown = page(signed_in(account(division=TOWN)))
    assert 'action="/bulk/"' in shown
    assert '<option value="999901001">镇999901001</option>' in shown
    assert OTHER not in shown
    assert 'name="alert_id"' not in page(signed_in(account("clerk", division=TOWN)))


def test_empty_desk_says_so(account: Account, signed_in: Browser) -> None:
    assert "还没有带入任何一夜" in page(signed_in(account()))
