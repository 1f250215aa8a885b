"""Pages keep their word: links lead somewhere, commands exist, both READMEs say the same."""

from __future__ import annotations

import re
import shlex
import tomllib
from datetime import date
from importlib import import_module
from itertools import groupby
from pathlib import Path, PurePosixPath

import pytest

from flows.appended import Book
from flows.settings import Settings
from flows.warehouse import Engine, open_readonly, publish
from tests.house.markdown import blocks, commands, headings, links
from tests.house.program import unknown
from tests.house.tree import ROOT, files, modules, text
from transforms.policy import parse_policies
from transforms.stage.site import parse_sites

PAGES = [name for name in files() if name.endswith(".md") and not name.startswith("tests/cases/")]
DECISIONS = [name for name in PAGES if re.match(r"docs/decisions/\d", name)]


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def broken(name: str) -> list[str]:
    """Links of a page that lead nowhere in the repository; addresses of the web are not asked."""
    found = []
    for target in links(page(name)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (ROOT / PurePosixPath(name).parent / path).resolve() if path else ROOT / name
        if not there.exists() or (anchor and anchor not in {h.anchor for h in headings(there.read_text("utf-8"))}):
            found.append(target)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    assert broken(name) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_has_one_title(name: str) -> None:
    assert [heading.depth for heading in headings(page(name))].count(1) == 1


@pytest.mark.parametrize("name", ["README", "docs/operations"])
def test_both_languages_have_the_same_shape(name: str) -> None:
    english, chinese = page(f"{name}.md"), page(f"{name}.zh-CN.md")
    assert [h.depth for h in headings(english)] == [h.depth for h in headings(chinese)]
    assert commands(english) == commands(chinese)


@pytest.mark.parametrize("name", ["docs/operations.md", "docs/operations.zh-CN.md"])
def test_runbooks_know_every_book_and_secret_of_a_home(name: str) -> None:
    """A book that is not backed up cannot be said again."""
    told = page(name)
    books = {f"`{book.folder}/`" for book in every_book()}
    assert len(books) >= 6
    assert {word for word in (*books, "person_key.secret", "analysts.secret") if word not in told} == set()


def every_book() -> list[Book]:
    """Every book that a module of flows/ keeps."""
    found = [import_module(name[:-3].replace("/", ".")) for name in modules("flows") if "Book(" in (text(name) or "")]
    return [value for module in found for value in vars(module).values() if isinstance(value, Book)]


def test_a_word_stands_once_in_the_glossary() -> None:
    rows = [line.split("|")[1:3] for line in page("docs/glossary.md").splitlines() if line.startswith("| ")]
    for column in (0, 1):
        words = [row[column].strip() for row in rows if row[0].strip() != "in code"]
        assert [word for word in words if words.count(word) > 1] == []


def test_readme_begins_with_the_two_commands() -> None:
    assert commands(page("README.md"))[:2] == [
        "pip install uv && uv run hedui nightly",
        "pip install uv && uv run pytest",
    ]


def hedui_calls(name: str) -> list[list[str]]:
    """Every `hedui ...` of a page's shell blocks, as words after the program's name."""
    calls = []
    for line in commands(page(name)):
        words = list(shlex.shlex(line, posix=True, punctuation_chars=True))
        for _, part in groupby(words, key=lambda word: word in ("&&", "||", ";", "|")):
            call = list(part)
            if "hedui" in call and call[0] != "adduser":  # there it names an account
                calls.append(call[call.index("hedui") + 1 :])
    return calls


@pytest.mark.parametrize("name", [name for name in PAGES if hedui_calls(name)])
def test_commands_exist(name: str) -> None:
    """A page may only show sub-commands and options that the program has."""
    for call in hedui_calls(name):
        assert unknown(call) == set(), call


def test_decisions_are_numbered_without_gaps_and_have_the_three_parts() -> None:
    numbers = [int(PurePosixPath(name).name[:4]) for name in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))
    for name in DECISIONS:
        assert [h.words for h in headings(page(name))[1:4]] == ["Context", "Choice", "What we gave up"], name


def test_queries_of_the_pages_run(tmp_path: Path) -> None:
    """Against a published file without rows: a query may only name what is published."""
    engine = Engine(tmp_path / "spill")
    version = publish(tmp_path, date(2026, 11, 22), "empty", {}, engine)
    queries = [query for name in PAGES for query in blocks(page(name), "sql")]
    assert len(queries) >= 6
    with open_readonly(version, engine) as con:
        for query in queries:
            con.sql(query).fetchall()


def test_examples_of_the_pages_are_right() -> None:
    """What a page tells a newcomer to write is taken by the program that will read it."""
    (site,) = blocks(page("docs/site-file.md"), "yaml")
    assert set(parse_sites({"site.yml": site})) == {"medical_insurance.enrolments", "medical_insurance.settlements"}
    (locality,) = blocks(page("docs/adding-a-locality.md"), "yaml")
    (value,) = blocks(page("docs/adding-a-parameter-value.md"), "yaml")
    policies = parse_policies({"999902.yml": locality, "9999.yml": f'locality: "9999"\nname: 示例市\n{value}'})
    assert [policy.locality for policy in policies] == ["9999", "999902"]
    (settings,) = blocks(page("docs/settings.md"), "toml")
    assert set(tomllib.loads(settings)) <= set(Settings.model_fields)
    for code in blocks(page("docs/adding-a-department.md"), "python"):
        compile(code, "adding-a-department.md", "exec")


def test_every_setting_is_on_its_page() -> None:
    told = page("docs/settings.md")
    assert {name for name in Settings.model_fields if f"| `{name}` |" not in told} == set()
