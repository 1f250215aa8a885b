"""What staff read of a source's marks."""

from __future__ import annotations

import re

import pytest

from flows.resources import sql_texts
from transforms.basis import basis_parts, basis_text
from transforms.rules.waiting import parse_catalogue


@pytest.mark.parametrize(
    ("given", "bare", "marks", "told"),
    [
        ("某办法(民发〔2021〕57号) [S27]", "某办法(民发〔2021〕57号)", [], "某办法(民发〔2021〕57号)"),
        ("某办法 [S30] [S102] [GK]", "某办法", ["通行说法，原文待核"], "某办法（通行说法，原文待核）"),
        ("30天 [PROP];须入户 [S2]", "30天;须入户", ["本系统设定，不是法定"], "30天;须入户（本系统设定，不是法定）"),
        ("补贴制度 seeds C D E", "补贴制度", ["地方工作计划 C D E"], "补贴制度（地方工作计划 C D E）"),
        ("[GK]", "", ["通行说法，原文待核"], "通行说法，原文待核"),
        ("[S66]", "", [], ""),
        ("没有标记", "没有标记", [], "没有标记"),
    ],
)  # fmt: skip
def test_marks_of_sources_are_told_or_left_out(given: str, bare: str, marks: list[str], told: str) -> None:
    assert (basis_parts(given), basis_text(given)) == ((bare, marks), told)


def test_no_mark_of_the_project_is_left_in_a_source_of_a_rule() -> None:
    for rule in parse_catalogue(sql_texts("rules/alert"))[0]:
        for text in (*rule.head.legal_basis, rule.head.statutory_ground or ""):
            assert not re.search(r"\[[A-Z]+\d*\]|\bseed", basis_text(text)), text
