"""Rule files: one YAML head between /*--- and ---*/, then the SQL. Reads both, gathers every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from transforms.policy.parameters import PARAMETERS
from transforms.policy.plain_yaml import YamlError, load_text

Level = Literal["red", "yellow", "blue"]
RuleClass = Literal["错保", "漏保", "重复", "身份", "数据质量", "资金", "人情保", "主动发现"]

SOURCE_RELATIONS = frozenset({"feed", "column_quality", "row_check", "row_finding", "centre_policy", "night"})
"""What rules about deliveries read: nothing of any person (transforms/source_health.py)."""

_FILE = re.compile(r"\A/\*---\n(?P<head>.*?)\n---\*/\n(?P<sql>.*)\Z", re.DOTALL)
RULE_ID = r"^(CB|LB|CF|SF|SJ|ZJ|RQ|ZD)-\d{2}$"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
Text = Annotated[str, Field(min_length=1)]


def _whole_number(given: object) -> object:
    """Heads are read as text; digits mean the number."""
    return int(given) if isinstance(given, str) and given.isdigit() else given


class RuleError(ValueError):
    """One or more rule files cannot be used; the message names file and field, one fault a line."""


class Strict(BaseModel):
    """Base of heads: exactly the fields named."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FalsePositive(Strict):
    """A case in which the finding is harmless, and what staff look at to see it."""

    case: Text
    check: Text


class Example(Strict):
    """Facts given on a day under a policy, and the rows expected: each names some columns of a result row.

    given: fact -> rows; a missing column is null (transforms/rules/examples.py says what is filled in).
    Both worlds run and are merged, so that `certainty` and `explanation` can be expected too.
    """

    why: Text
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    policy: dict[str, Any] = {}
    given: dict[str, list[dict[str, Any]]]
    expect: list[dict[str, Any]]


class _Head(Strict):
    """What alert rules and verification share.

    parameters: without one of them the rule is not asked, and that is reported.
    parameters_if_given: taken where a place states them; elsewhere the fixed figure of the contract holds, which the
        SQL or a mart writes out.
    """

    title: Text
    version: Annotated[int, BeforeValidator(_whole_number), Field(ge=1)]
    needs: list[Text]
    reads: Annotated[list[Text], Field(min_length=1)]
    parameters: list[Text] = []
    parameters_if_given: list[Text] = []
    legal_basis: Annotated[list[Text], Field(min_length=1)]
    examples: Annotated[list[Example], Field(min_length=2)]


class RuleHead(_Head):
    """Head of an alert rule.

    needs: may be empty only for rules about deliveries, which read nothing but SOURCE_RELATIONS: an alert that a
        delivery is missing must not freeze because it is missing.
    policy_by: whose place chooses the parameters: `household` (default) or `row` (the anchor's own division code,
        residence ''); `both` for anchors that may name a household; `centre` for rules about deliveries, which the
        centre's root policy decides. It only steers the report of unknown parameters.
    township: what a township reads in place of the filled sentence, for findings whose particulars (medical bills,
        another department's records) it has no business to see. Chinese, no placeholders.
    """

    id: Annotated[str, Field(pattern=RULE_ID)]
    title_en: Text
    rule_class: Annotated[RuleClass, Field(alias="class")]
    level: Level
    status: Literal["trial", "live", "retired"]
    authorisation: bool
    statutory_ground: Text | None = None
    township: Text | None = None
    policy_by: Literal["household", "row", "both", "centre"] = "household"
    false_positives: Annotated[list[FalsePositive], Field(min_length=1)]
    sentence: Text

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Names in braces in the sentence, in order."""
        return tuple(_PLACEHOLDER.findall(self.sentence))

    @property
    def about_identity(self) -> bool:
        """True where the finding is a doubt about who somebody is, which a link answers."""
        return self.rule_class == "身份" or "number_doubt" in self.reads


class VerificationHead(_Head):
    """Head of the verification outcome."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]


@dataclass(frozen=True, slots=True)
class Rule:
    """One alert rule: file name, head and the SELECT below it."""

    file: str
    head: RuleHead
    sql: str

    @property
    def id(self) -> str:
        """The rule's id, which is also its file's name."""
        return self.head.id


@dataclass(frozen=True, slots=True)
class Verification:
    """The verification outcome: file name, head and the SELECT below it."""

    file: str
    head: VerificationHead
    sql: str


def split_file(file: str, text: str) -> tuple[dict[str, Any], str]:
    """Head and SQL of a rule file. Raises RuleError when there is no head or it is no YAML mapping."""
    match = _FILE.match(text)
    if match is None:
        raise RuleError(f"{file}:文件应以 /*--- 开头,以 ---*/ 结束说明部分,其下为 SQL")
    try:
        head = load_text(match["head"])
    except YamlError as fault:
        raise RuleError(f"{file}:{fault}") from fault
    if not isinstance(head, dict):
        raise RuleError(f"{file}:说明部分应为“键: 值”")
    return head, match["sql"].strip()


_REASONS = {"missing": "缺少", "extra_forbidden": "多出的字段(花括号内的文字如有半角逗号,须加引号)"}


def head_faults(file: str, fault: ValidationError) -> list[str]:
    """What pydantic refused, one line a field."""
    return [
        f"{file},{'.'.join(str(part) for part in item['loc'])}:{_REASONS.get(item['type'], item['msg'])}"
        for item in fault.errors()
    ]


def _common_faults(file: str, head: _Head, sql: str) -> list[str]:
    unknown = [name for name in (*head.parameters, *head.parameters_if_given) if name not in PARAMETERS]
    unread = [name for name in head.reads if not re.search(rf"\b{re.escape(name)}\b", sql)]
    silent = [name for name in head.parameters if not re.search(rf"\b{re.escape(name)}\b", sql)]
    return [
        *(f"{file},parameters:未知的参数 {name}" for name in unknown),
        *(f"{file},needs:须写明所依据的交付表" for _ in range(not head.needs and not _about_deliveries(head))),
        *(f"{file},reads:SQL 中没有 {name}" for name in unread),
        *(f"{file},parameters:SQL 中没有 {name}" for name in silent if {"policy", "centre_policy"} & set(head.reads)),
    ]


def _about_deliveries(head: _Head) -> bool:
    return isinstance(head, RuleHead) and head.rule_class == "数据质量" and set(head.reads) <= SOURCE_RELATIONS


def parse_rule(file: str, text: str) -> Rule:
    """One alert rule file. Raises RuleError with every fault of the file."""
    given, sql = split_file(file, text)
    try:
        head = RuleHead.model_validate(given)
    except ValidationError as fault:
        raise RuleError("\n".join(head_faults(file, fault))) from fault
    faults = _common_faults(file, head, sql)
    if head.id != PurePosixPath(file).stem:
        faults.append(f"{file},id:{head.id} 与文件名不一致")
    if head.township and _PLACEHOLDER.search(head.township):
        faults.append(f"{file},township:给乡镇看的话不得带入数据,不能有花括号")
    departments = {table.partition(".")[0] for table in head.needs}
    if not head.authorisation and departments - {"civil_affairs"} and head.statutory_ground is None:
        faults.append(f"{file},statutory_ground:未以授权为前提而使用其他部门数据,须写明法定依据")
    fires = [bool(example.expect) for example in head.examples]
    if all(fires) or not any(fires):
        faults.append(f"{file},examples:须至少一例触发、一例不触发")
    if faults:
        raise RuleError("\n".join(faults))
    return Rule(file, head, sql)


def parse_verification(file: str, text: str) -> Verification:
    """The verification file. Raises RuleError with every fault."""
    given, sql = split_file(file, text)
    try:
        head = VerificationHead.model_validate(given)
    except ValidationError as fault:
        raise RuleError("\n".join(head_faults(file, fault))) from fault
    faults = _common_faults(file, head, sql)
    if faults:
        raise RuleError("\n".join(faults))
    return Verification(file, head, sql)


def is_waiting(file: str, text: str) -> bool:
    """Whether a rule file says of itself that it waits (transforms/rules/waiting.py). RuleError: no readable head."""
    return split_file(file, text)[0].get("status") == "waiting"


def parse_rules(texts: Mapping[str, str]) -> tuple[Rule, ...]:
    """All alert rules that can be asked, file name -> text, in order of id; files of status `waiting` are left out.

    Raises RuleError once with the faults of every file.
    """
    rules: list[Rule] = []
    faults: list[str] = []
    for file in sorted(texts):
        try:
            if not is_waiting(file, texts[file]):
                rules.append(parse_rule(file, texts[file]))
        except RuleError as fault:
            faults.append(str(fault))
    if faults:
        raise RuleError("\n".join(faults))
    return tuple(rules)
