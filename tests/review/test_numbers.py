"""Numbers: whose, of which night, and small cells withheld from those who see no household."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from review.bringing import bring_in
from review.counting import about, withheld
from review.figures import HIDDEN, figures_of
from review.models import Alert, Entry, Role, User
from review.pages.log_words import named

pytestmark = pytest.mark.django_db
Make = Callable[..., User]
Sign = Callable[[User], Client]


def test_every_figure_has_picture_and_table(desk_home: Path, account: Make, signed_in: Sign) -> None:
    night = bring_in(desk_home)
    browser = signed_in(account("supervisor"))
    page = browser.get("/numbers/").content.decode()
    assert str(night.as_of) in page
    for one in figures_of(account("supervisor")):
        assert f"{one.title}的表" in page
        assert named("figure", one.name) == one.title  # the log calls it so too
        if one.draw:
            answer = browser.get(f"/numbers/{one.name}.svg")
            assert answer.content.startswith(b"<svg")
    assert browser.get("/numbers/no.svg").status_code == 404


def test_division_counts_only_its_own(desk_home: Path, account: Make) -> None:
    bring_in(desk_home)
    division = Alert.objects.filter(shown=True).exclude(township="").first().township
    figures = {one.name: one for one in figures_of(account("reviewer", division=division))}
    told = sum(int(cell.replace(",", "")) for row in figures["age"].rows for cell in row[1:])
    assert told == Alert.objects.filter(shown=True, division_code__startswith=division).count()
    assert len(figures["overdue"].rows) == 1
    assert "recall" not in figures
    assert "people" not in figures


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AUDITOR])
def test_small_cells_are_withheld_from_who_sees_no_household(desk_home: Path, account: Make, role: str) -> None:
    bring_in(desk_home)
    cells = [
        cell
        for one in figures_of(account(role))
        if one.name in ("age", "overdue", "flow")
        for row in one.rows
        for cell in row[1:]
    ]
    assert HIDDEN in cells
    assert not {"1", "2", "3", "4"} & set(cells)


def test_one_small_cell_takes_the_next_with_it() -> None:
    assert withheld([3, 7, 0, 9], hide=True) == [None, None, 0, 9]
    assert withheld([3, 2, 9], hide=True) == [None, None, 9]
    assert withheld([3, 7], hide=False) == [3, 7]
    assert about(12, hide=True) == "约 10 条"
    assert [about(n, hide=True) for n in (0, 4, 5)] == ["0 条", "不足 5 条", "约 10 条"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR])
def test_other_roles_are_refused(desk_home: Path, account: Make, signed_in: Sign, role: str) -> None:
    more = {"division": "999901001"} if role == Role.CLERK else {}
    assert signed_in(account(role, **more)).get("/numbers/").status_code == 403
    assert Entry.objects.get().outcome == "refused"
