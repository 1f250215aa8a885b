"""The generated parts of docs/analysts.md: the questions with their queries, and what the analysts' file takes.

Both are written between two marks of the page; what stands around them is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from flows.analysts.file import analysts_table, views_by_name
from flows.analysts.questions import questions
from flows.docs_table import table
from schemas.analysts import AS_IS, TAKEN
from schemas.analysts_left_out import LEFT_OUT
from schemas.published import published
from transforms.analysts import said_of

_MARKS = {
    name: (f"<!-- {name}:由 `python -m flows.docs` 生成,请勿手改 -->", f"<!-- {name}:完 -->")
    for name in ("问题", "分析文件")
}


def filled(page: str) -> str:
    """The page with both parts as they are now. Raises ValueError where a mark is missing."""
    for (begin, end), text in zip(_MARKS.values(), (_questions(), _file()), strict=True):
        before, begun, rest = page.partition(begin)
        _, ended, after = rest.partition(end)
        if not begun or not ended:
            raise ValueError(f"docs/analysts.md: the marks {begin} and {end} must stand in it")
        page = f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}"
    return page


def _questions() -> str:
    parts = []
    for topic, asked in groupby(questions(), key=lambda one: one.topic):
        parts.append(f"### {topic}\n")
        for one in asked:
            empty = f"(示例城市为空:{one.empty}。)" if one.empty else ""
            parts.append(f"**{one.number}. {one.question}** {one.english}\n\n{one.reading}。{empty}\n")
            parts.append(f"```sql\n{one.sql}\n```\n")
    return "\n".join(parts)


def _file() -> str:
    rows = [(f"`{key}`", "、".join(_kept(key)), "、".join(_changed(key)), "、".join(_dropped(key))) for key in TAKEN]
    rows += [(f"`{key}`", "", "", f"整张不收:{why}") for key, why in LEFT_OUT.items()]
    return table(("表", "原样", "改动", "不收"), rows)


def _kept(key: str) -> Iterator[str]:
    yield from (f"`{name}`" for name, how in TAKEN[key].columns.items() if how == AS_IS)


def _changed(key: str) -> Iterator[str]:
    yield from (f"`{name}` {said_of(how)}" for name, how in TAKEN[key].columns.items() if how != AS_IS)


def _dropped(key: str) -> Iterator[str]:
    there = published()[key].dtypes if key in published() else views_by_name()[key].columns
    yield from (f"`{name}`" for name in there if name not in analysts_table(key).dtypes)
