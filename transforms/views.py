"""Views of the published file: one SQL file each, with a head that names it and its columns in two languages.

    /*---
    name: alerts_open
    chinese: 预警_待处理
    comment: 尚未消除的预警,附区划名称和期限
    columns:
      alert_id: 预警编号
      due_on: 办结期限:红5、黄15、蓝30个工作日
    ---*/
    SELECT ...

The view gets the English name and columns; a twin with the Chinese name has the Chinese columns, the part of each
column's text before the first colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

_HEAD = re.compile(r"\A/\*---\n(?P<head>.*?)\n---\*/\n(?P<sql>.*)\Z", re.DOTALL)
_WORDS = {"name", "chinese", "comment", "columns"}


@dataclass(frozen=True, slots=True)
class View:
    """One view: its two names, its comment, the Chinese text of each column, and its SQL."""

    name: str
    chinese: str
    comment: str
    columns: dict[str, str]
    sql: str

    @property
    def chinese_columns(self) -> dict[str, str]:
        """English column -> Chinese column."""
        return {column: text.split(":")[0] for column, text in self.columns.items()}


def parse_view(file: str, text: str) -> View:
    """A view from the text of its file. Raises ValueError naming the file and what is wrong with its head."""
    match = _HEAD.match(text)
    if match is None:
        raise ValueError(f"{file}: must begin with a head between /*--- and ---*/")
    head = yaml.safe_load(match["head"])
    if not isinstance(head, dict) or set(head) != _WORDS:
        raise ValueError(f"{file}: the head holds exactly {', '.join(sorted(_WORDS))}")
    view = View(head["name"], head["chinese"], head["comment"], head["columns"], match["sql"].strip().rstrip(";"))
    if len(set(view.chinese_columns.values())) != len(view.columns):
        raise ValueError(f"{file}: two columns have one Chinese name")
    return view
