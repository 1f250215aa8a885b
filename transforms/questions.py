"""Questions that analysts ask, and the one query that answers each: one SQL file each, with a head.

    /*---
    topic: 救助对象
    question: 各乡镇各类别在享家庭有多少户、多少人?
    english: How many households and people are in payment, by township and program?
    reading: 人数为共同生活成员
    ---*/
    SELECT ...

`reading` says how the answer is to be read. `empty`, where given, says why the sample city has no answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import yaml

from schemas.published import published

_HEAD = re.compile(r"\A/\*---\n(?P<head>.*?)\n---\*/\n(?P<sql>.*)\Z", re.DOTALL)
_FILE = re.compile(r"(?P<number>\d\d)_(?P<name>[a-z_]+)")
_MUST = {"topic", "question", "english", "reading"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question in Chinese and English, and the query that answers it with Chinese column names."""

    number: int
    name: str
    topic: str
    question: str
    english: str
    reading: str
    sql: str
    empty: str = ""


def parse_question(file: str, text: str) -> Question:
    """A question from its file's name (without ending) and text. Raises ValueError naming the file and the fault."""
    named, match = _FILE.fullmatch(file), _HEAD.match(text)
    if named is None:
        raise ValueError(f"{file}: the name is two digits, an underscore and a plain word")
    if match is None:
        raise ValueError(f"{file}: must begin with a head between /*--- and ---*/")
    head = yaml.safe_load(match["head"])
    if not isinstance(head, dict) or not _MUST <= set(head) <= _MUST | {"empty"}:
        raise ValueError(f"{file}: the head holds {', '.join(sorted(_MUST))} and perhaps empty")
    if not all(isinstance(value, str) for value in head.values()):
        raise ValueError(f"{file}: every value of the head is a text")
    return Question(int(named["number"]), named["name"], sql=match["sql"].strip(), **head)


def parse_questions(texts: Mapping[str, str]) -> list[Question]:
    """All questions in order. Raises ValueError where a number is missing or twice."""
    found = [parse_question(file, text) for file, text in texts.items()]
    if [one.number for one in found] != list(range(1, len(found) + 1)):
        raise ValueError("questions are numbered from 01 on, without gaps")
    return found


def as_published(questions: Sequence[Question]) -> pl.DataFrame:
    """Rows of the published table `analyst_questions`."""
    rows = [
        {
            "number": one.number,
            "name": one.name,
            "topic": one.topic,
            "question": one.question,
            "question_en": one.english,
            "reading": one.reading,
            "sql": one.sql,
        }
        for one in questions
    ]
    return pl.DataFrame(rows, schema=published()["analyst_questions"].dtypes, orient="row")
