"""Rules of the catalogue that wait for a department's data: a head alone, in the same folder, never asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from transforms.rules.head import (
    RULE_ID,
    FalsePositive,
    Level,
    Rule,
    RuleClass,
    RuleError,
    Strict,
    Text,
    head_faults,
    is_waiting,
    parse_rules,
    split_file,
)


class WaitingHead(Strict):
    """Head of a rule of the catalogue that cannot be asked yet: nothing is found by it, and nothing said about it.

    waits_for: which department's which table and columns, in Chinese, one entry a table.
    """

    id: Annotated[str, Field(pattern=RULE_ID)]
    title: Text
    title_en: Text
    rule_class: Annotated[RuleClass, Field(alias="class")]
    level: Level
    status: Literal["waiting"]
    waits_for: Annotated[list[Text], Field(min_length=1)]
    legal_basis: Annotated[list[Text], Field(min_length=1)]
    false_positives: Annotated[list[FalsePositive], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One rule that waits for data: file name and head. There is no SQL."""

    file: str
    head: WaitingHead

    @property
    def id(self) -> str:
        """The rule's id, which is also its file's name."""
        return self.head.id


def parse_waiting(file: str, text: str) -> Waiting:
    """One file of status `waiting`. Raises RuleError with every fault of the file."""
    given, sql = split_file(file, text)
    try:
        head = WaitingHead.model_validate(given)
    except ValidationError as fault:
        raise RuleError("\n".join(head_faults(file, fault))) from fault
    faults = [f"{file},status:等待数据的规则没有 SQL"] if sql else []
    if head.id != PurePosixPath(file).stem:
        faults.append(f"{file},id:{head.id} 与文件名不一致")
    if faults:
        raise RuleError("\n".join(faults))
    return Waiting(file, head)


def parse_catalogue(texts: Mapping[str, str]) -> tuple[tuple[Rule, ...], tuple[Waiting, ...]]:
    """The rules that can be asked and those that wait, file name -> text, each in order of id.

    Raises RuleError once with the faults of every file.
    """
    rules: tuple[Rule, ...] = ()
    waiting: list[Waiting] = []
    faults: list[str] = []
    try:
        rules = parse_rules(texts)
    except RuleError as fault:
        faults.append(str(fault))
    else:
        for file in sorted(name for name in texts if is_waiting(name, texts[name])):
            try:
                waiting.append(parse_waiting(file, texts[file]))
            except RuleError as fault:
                faults.append(str(fault))
    if faults:
        raise RuleError("\n".join(faults))
    return rules, tuple(waiting)
