"""What staff read has full-width marks between Chinese characters (docs/glossary.md, how words are written)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.house.punctuation import full_width, template_words, words
from tests.house.tree import files, text

STAFF = (
    "flows/alerts/", "flows/disputes/", "flows/handling/", "flows/linking/judging.py", "flows/linking/records.py",
    "flows/linking/review.py", "flows/reading/excel_guard.py", "flows/rules/screen.py", "flows/unexpected.py",
    "flows/verify/", "flows/workbook.py", "review/", "transforms/alert_freezing.py", "transforms/alerts.py",
    "transforms/basis.py", "transforms/decisions/", "transforms/disputes/", "transforms/handling/",
    "transforms/link/explain.py", "transforms/rules/explain.py", "transforms/verify/",
)  # fmt: skip
"""Where texts of the desk, of explanations, reports and of the commands that staff use come from."""
HEADS = {"title", "sentence", "township", "statutory_ground", "legal_basis", "false_positives", "waits_for"}
CODES = (
    "序号:哈希", "用户:密码@主机/库", "地址:端口",  # how something is typed
    "低保标准(人月)", "低保边缘线(人月)", "已变更,来源未更新", "异议成立,", "申请:",  # published names, codes in books
    "涉及,", "是,",  # arguments of the filter yesno
)  # fmt: skip
"""Marks that are no punctuation."""
_NO_WORDS = re.compile("|".join(map(re.escape, CODES)))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("疑似同一人,需先核实身份:", "疑似同一人，需先核实身份："),
        ("{members}人,人均{x}元;自 2026-11-22,每月", "{members}人，人均{x}元；自 2026-11-22，每月"),
        ("第 {v} 版({s},启用)", "第 {v} 版（{s}，启用）"),
        ("收入(元)", "收入（元）"),
        ("(GB 11643) 10:30, 9,611.70 {a}:{b}({c})", None),
        ("其中(", "其中（"),
    ],
)
def test_marks_beside_chinese_are_full_width(given: str, wanted: str | None) -> None:
    assert full_width(given) == (wanted or given)


def _python() -> Iterator[tuple[str, str, str]]:
    for name in files():
        if name.endswith(".py") and name.startswith(STAFF):
            for line, said, kept in words(text(name) or ""):
                if "SELECT" not in said:
                    yield f"{name}:{line}", said, kept


def _templates() -> Iterator[tuple[str, str, str]]:
    for name in files():
        if name.startswith("review/templates/"):
            yield from ((name, said, "\ue000") for said in template_words(text(name) or ""))


def _heads() -> Iterator[tuple[str, str, str]]:
    """Rule heads and purposes, as YAML reads them."""
    for name in files():
        if name.startswith("sql/rules/"):
            head = yaml.safe_load((text(name) or "").partition("/*---\n")[2].partition("---*/")[0])
            said = [part for key, part in head.items() if key in HEADS] + [
                one["why"] for one in head.get("examples", ())
            ]
            yield from ((name, one, r"\{\w+\}") for one in _leaves(said))
        elif name.startswith("data/purposes/"):
            yield from ((name, one, r"\{\w+\}") for one in _leaves(yaml.safe_load(text(name) or "")))


def _leaves(tree: Any) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from _leaves(part)


@pytest.mark.parametrize("texts", [_python, _templates, _heads])
def test_what_staff_read_is_written_so(texts: Any) -> None:
    found = list(texts())
    assert len(found) > 100
    wrong = []
    for where, said, kept in found:
        bare = _NO_WORDS.sub("", said)
        if (wanted := full_width(bare, kept)) != bare:
            wrong.append(f"{where}: {bare} -> {wanted}")
    assert wrong == []
