"""docs/what-was-asked.md names what exists: rules, tables, views, columns, parameters, settings, commands, pages.

Its links are asked by test_docs, its queries run there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import chain

import pytest

from flows.resources import sql_texts
from flows.settings import Settings
from schemas.catalogue import TABLES
from schemas.published import published
from tests.house.markdown import FENCE, links
from tests.house.program import unknown
from tests.house.tree import ROOT
from transforms.policy import PARAMETERS
from transforms.rules.waiting import parse_catalogue
from transforms.views import parse_view

PAGE = FENCE.sub("", (ROOT / "docs/what-was-asked.md").read_text("utf-8"))
ROWS = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in PAGE.splitlines() if line.startswith("|")]
REQUESTS = [row for row in ROWS if re.fullmatch(r"\d+", row[0])]
SYSTEMS = [row for row in ROWS if len(row) == 3 and row[1] in {"there", "partly", "waits", "not ours"}]
RULE = re.compile(r"(?<![\w-])[A-Z]{2}-\d{2}(?![\w-])")

live, waiting = ({rule.head.id for rule in rules} for rules in parse_catalogue(sql_texts("rules/alert")))


def words() -> Iterator[str]:
    """Everything that the page may name in code, but commands."""
    views = [parse_view(file, text) for file, text in sql_texts("views").items()]
    yield from chain(TABLES, published(), PARAMETERS, Settings.model_fields)
    for view in views:
        yield from (view.name, view.chinese, *view.columns)
    for spec in TABLES.values():
        yield from (column.name for column in spec.columns)
    for table in published().values():
        yield from table.dtypes


def strange(page: str) -> set[str]:
    """Code and rule ids on a page that are nowhere in the product."""
    known = set(words()) | live | waiting
    code = set(re.findall(r"`([^`\n]+)`", page))
    calls = {word: shlex.split(word)[1:] for word in code if word.startswith("hedui ")}
    return {
        *(word for word, call in calls.items() if unknown(call)),
        *((code - calls.keys()) | set(RULE.findall(re.sub(r"\]\([^)]*\)", "]", page)))) - known,
    }


def test_everything_named_exists() -> None:
    assert strange(PAGE) == set()


def test_what_does_not_exist_is_noticed() -> None:
    page = "[ZZ-99](x), XX-01, `hedui nonsuch`, `hedui rules nonsuch`, `hedui verify --nonsuch`, `no_such_table`"
    assert strange(page) == {*re.findall("`([^`]+)`", page), "ZZ-99", "XX-01"}
    assert strange("`hedui verify --out DIR`, `hedui rules --status 待数据`, `alerts`, `fact.visit`, SJ-10") == set()


def test_all_requests_are_answered_in_order() -> None:
    assert [int(row[0]) for row in REQUESTS] == list(range(1, 94))
    assert {row[1] for row in REQUESTS} == set("ABCDE")
    assert {len(row) for row in REQUESTS} == {5}
    assert len(SYSTEMS) == 14


@pytest.mark.parametrize("row", [[row[0], *row[2:]] for row in REQUESTS] + [["", *row] for row in SYSTEMS], ids=str)
def test_a_place_or_a_reason(row: list[str]) -> None:
    """What is there can be looked at; what is not says who is waited for, or why not."""
    _, asked, state, told = row
    assert re.search(r"[一-鿿]|12345", asked)
    assert state in {"there", "partly", "waits", "not ours"}
    assert len(told) > 5
    if state in {"there", "partly"}:
        assert links(told) or re.search(r"parameter `|as \d+ and \d+", told)
    if state == "waits":
        assert re.match(r"[一-鿿]{2,}", told), "begins with the one who is waited for"


def test_rules_that_wait_are_in_italics_and_nothing_that_waits_is_called_there() -> None:
    named = set(RULE.findall(PAGE))
    italic = set(re.findall(r"\*\[([A-Z]{2}-\d{2})\]", PAGE))
    plain = set(re.findall(r"(?<!\*)\[([A-Z]{2}-\d{2})\]", PAGE))
    assert italic == waiting, "every rule that waits is on the page, and no other is in italics"
    assert plain <= live
    assert named == italic | plain, "every rule is a link"
    assert not [row for row in REQUESTS if row[3] == "there" and waiting & set(RULE.findall(row[4]))]
