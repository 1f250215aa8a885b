"""No room too large: a Python file holds 250 lines, an SQL file 80, unless its reason is written down."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import ROOT, files

LIMITS = {".py": 250, ".sql": 80}
HEAD_LIMIT = 180  # lines of a rule's head: what it means, and its examples
ENTRY = re.compile(r"^\| `(?P<path>[^`]+)` \| (?P<lines>\d+) \| (?P<reason>[^|]*\S) \|$", re.M)


def lines_of(name: str, content: str) -> int:
    """Lines that count: all of a Python file, those below the head of an SQL file."""
    if name.endswith(".sql") and content.startswith("/*---"):
        content = content.partition("---*/\n")[2]
    return len(content.splitlines())


def allowed(page: str) -> dict[str, int]:
    """The table of docs/decisions/large-files.md: path to the lines it may have. ValueError if a reason is missing."""
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    entries = {match["path"]: int(match["lines"]) for match in ENTRY.finditer(page)}
    if len(entries) != len(rows):
        raise ValueError("large-files.md: every row needs | `path` | lines | reason |")
    return entries


def limit_of(path: str) -> int:
    return LIMITS["." + path.rpartition(".")[2]]


def too_large(lines: dict[str, int], entries: dict[str, int]) -> list[str]:
    """Files over their limit, and entries that are no longer needed or allow far more than there is."""
    found = []
    for path, count in lines.items():
        limit = entries.get(path, limit_of(path))
        if count > limit:
            found.append(f"{path}: {count} lines, {limit} allowed; split it, or give its reason in large-files.md")
    for path, limit in entries.items():
        if lines.get(path, 0) <= limit_of(path):
            found.append(f"large-files.md: {path} needs no entry (lines: {lines.get(path, 'no such file')})")
        elif limit > lines[path] * 1.2:
            found.append(f"large-files.md: {path} has {lines[path]} lines, allow less than {limit}")
    return found


def texts() -> dict[str, str]:
    return {name: (ROOT / name).read_text("utf-8") for name in files() if name.endswith(tuple(LIMITS))}


def test_files_are_small() -> None:
    lines = {name: lines_of(name, content) for name, content in texts().items()}
    assert too_large(lines, allowed((ROOT / "docs/decisions/large-files.md").read_text("utf-8"))) == []


def test_heads_are_small() -> None:
    heads = {name: len(content.splitlines()) - lines_of(name, content) for name, content in texts().items()}
    assert {name: count for name, count in heads.items() if count > HEAD_LIMIT} == {}


@pytest.mark.parametrize(
    ("lines", "entries", "faults"),
    [
        ({"a.py": 250, "b.sql": 80}, {}, 0),
        ({"a.py": 251}, {}, 1),
        ({"b.sql": 81}, {}, 1),
        ({"a.py": 300}, {"a.py": 310}, 0),
        ({"a.py": 311}, {"a.py": 310}, 1),
        ({"a.py": 200}, {"a.py": 310}, 1),
        ({"a.py": 260}, {"a.py": 900}, 1),
        ({}, {"gone.py": 310}, 1),
    ],
)
def test_limits(lines: dict[str, int], entries: dict[str, int], faults: int) -> None:
    assert len(too_large(lines, entries)) == faults


def test_head_of_a_rule_is_not_counted_as_sql() -> None:
    assert lines_of("sql/rules/alert/X.sql", "/*---\nid: X\n---*/\nSELECT 1\n") == 1


def test_entry_without_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        allowed("| `a.py` | 300 |  |")
