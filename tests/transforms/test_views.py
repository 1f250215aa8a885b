"""Heads of view files: read whole, or refused with the file's name."""

import pytest

from transforms.views import parse_view

GOOD = """/*---
name: small
chinese: 小表
comment: 说明
columns:
  a: 甲:第一列
  b: 乙
---*/
SELECT 1 AS a, 2 AS b;
"""


def test_a_view_file() -> None:
    view = parse_view("small.sql", GOOD)
    assert (view.name, view.chinese, view.sql) == ("small", "小表", "SELECT 1 AS a, 2 AS b")
    assert view.chinese_columns == {"a": "甲", "b": "乙"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT 1", "must begin with a head"),
        (GOOD.replace("comment: 说明\n", ""), "holds exactly"),
        (GOOD.replace("b: 乙", "b: 甲"), "one Chinese name"),
        (GOOD.replace("name: small", "name: small\nmore: 1"), "holds exactly"),
    ],
)
def test_a_faulty_head(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=rf"small\.sql: .*{message}"):
        parse_view("small.sql", text)
