"""The questions of sql/analysts."""

from __future__ import annotations

from functools import cache

from flows.resources import sql_texts
from transforms.questions import Question, parse_questions


@cache
def questions() -> tuple[Question, ...]:
    """Every question in order."""
    return tuple(parse_questions(sql_texts("analysts")))
