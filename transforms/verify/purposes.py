"""Purposes of verification as data: what each may look at, on what ground, by which limits, asking which rules.

`items.yml` says what can be looked at, one entry an item; every other file is one purpose. A new purpose or item is a
new entry, no code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from schemas.catalogue import TABLES
from schemas.facts import FACTS
from schemas.request import PROGRAMS, PURPOSES
from transforms.policy.parameters import PARAMETERS
from transforms.policy.plain_yaml import YamlError, load_text
from transforms.rules.head import RULE_ID
from transforms.verify.sums import RESTS_ON

ITEMS_FILE = "items.yml"
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_Model = TypeVar("_Model", bound=BaseModel)
Text = Annotated[str, Field(min_length=1)]


def _number(given: object) -> object:
    """Text as a decimal. What is none raises ValueError: pydantic does not catch decimal's own error."""
    if not isinstance(given, str):
        return given
    if _PLAIN.fullmatch(given) is None:
        raise ValueError('应为数字，如 "1.5"')
    return Decimal(given)


Number = Annotated[Decimal, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(lambda given: int(given) if isinstance(given, str) else given)]
Measure = Literal["income_per_head_yuan", "homes", "non_residential", "home_bought", "rigid_expense_year_yuan"]


class PurposeError(ValueError):
    """Files of purposes cannot be used; one fault a line, in Chinese."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Item(_Strict):
    """One thing that can be found of a person: rows of `fact` that come from `source`.

    where: column -> values that count. value: column of the amount or the words shown, with its unit; of amounts sum
    tells whether they are added up. on: column of the day. told: further columns shown, by their Chinese comment.
    """

    label: Text
    fact: Text
    source: Text
    where: dict[str, list[str]] = {}
    value: Text | None = None
    unit: str = ""
    on: Text | None = None
    told: list[Text] = []

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if self.fact not in FACTS:
            raise ValueError(f"没有事实表 {self.fact}")
        if self.source not in TABLES:
            raise ValueError(f"没有交付表 {self.source}")
        named = {*self.where, *self.told, *filter(None, [self.value, self.on])}
        if strange := sorted(named - set(FACTS[self.fact].columns)):
            raise ValueError(f"{self.fact} 没有列 {'、'.join(strange)}")
        return self

    @property
    def department(self) -> str:
        """The department that answers."""
        return self.source.partition(".")[0]


class Limit(_Strict):
    """A limit on a figure of the household: at most `times` x the value of a policy parameter, or a plain number."""

    label: Text
    measure: Measure
    parameter: Text | None = None
    times: Number = Decimal(1)
    at_most: Number | None = None
    source: Text

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.parameter is None) == (self.at_most is None):
            raise ValueError("parameter 与 at_most 须写且只写一个")
        if self.parameter is not None and self.parameter not in PARAMETERS:
            raise ValueError(f"没有政策参数 {self.parameter}")
        return self


class Purpose(_Strict):
    """One purpose. items: asked by authorisation; statutory: asked by law, item -> ground. programs: which aid may be
    applied for; without any the household is measured as for the first aid program and judged by `limits`.
    doubts: rules whose findings on the household are put into the report. valid_days: age at which a report lapses.
    """

    purpose: Text
    title: Text
    legal_basis: Annotated[list[Text], Field(min_length=1)]
    programs: list[Text] = []
    authorisation: Text
    items: list[Text] = []
    statutory: dict[str, Text] = {}
    limits: list[Limit] = []
    doubts: list[Annotated[str, Field(pattern=RULE_ID)]] = []
    valid_days: Annotated[Whole, Field(ge=1)]
    closing: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.purpose not in PURPOSES.split():
            raise ValueError(f"用途 {self.purpose} 不在请求的代码表内")
        if strange := [name for name in self.programs if name not in PROGRAMS.split()]:
            raise ValueError(f"没有救助类别 {'、'.join(strange)}")
        if twice := sorted(set(self.items) & set(self.statutory)):
            raise ValueError(f"{'、'.join(twice)} 同时写在 items 和 statutory 中")
        if bool(self.programs) == bool(self.limits):
            raise ValueError("programs 与 limits 须写且只写一个：救助类别按政策文件判断，其他用途按 limits")
        return self


@dataclass(frozen=True, slots=True)
class Purposes:
    """items: every item by key, in order. by_name: every purpose by its Chinese code."""

    items: Mapping[str, Item]
    by_name: Mapping[str, Purpose]

    def asked(self, purpose: str) -> list[str]:
        """Keys of the items of a purpose, in order of the items' file."""
        one = self.by_name[purpose]
        return [key for key in self.items if key in {*one.items, *one.statutory}]

    def needed_sources(self, purpose: str) -> list[str]:
        """Delivered tables that only an authorisation opens, in order."""
        return list(dict.fromkeys(self.items[key].source for key in self.by_name[purpose].items))


def parse_purposes(texts: Mapping[str, str], rules: Mapping[str, bool]) -> Purposes:
    """Purposes of all files. rules: id -> whether authorisation gates it. Raises PurposeError with every fault."""
    faults: list[str] = []
    items: dict[str, Item] = {}
    for key, given in _mapping(ITEMS_FILE, texts.get(ITEMS_FILE, ""), faults).items():
        if (item := _valid(Item, f"{ITEMS_FILE},{key}", given, faults)) is not None:
            items[key] = item
    found: dict[str, Purpose] = {}
    for file, text in texts.items():
        if file == ITEMS_FILE:
            continue
        one = _valid(Purpose, file, _mapping(file, text, faults), faults)
        if one is None:
            continue
        faults += _faults(file, one, items, rules)
        if one.purpose in found:
            faults.append(f"{file}：用途 {one.purpose} 已有另一个文件")
        found[one.purpose] = one
    if missing := [name for name in PURPOSES.split() if name not in found]:
        faults.append(f"没有这些用途的文件：{'、'.join(missing)}")
    if faults:
        raise PurposeError("\n".join(faults))
    return Purposes(items, {name: found[name] for name in PURPOSES.split()})


def _faults(file: str, one: Purpose, items: Mapping[str, Item], rules: Mapping[str, bool]) -> list[str]:
    strange = [key for key in (*one.items, *one.statutory) if key not in items]
    unknown = [rule for rule in one.doubts if rule not in rules]
    asked = {items[key].source for key in (*one.items, *one.statutory) if key in items}
    unasked = [limit.measure for limit in one.limits if not asked & set(RESTS_ON[limit.measure])]
    gated = [rule for rule in one.doubts if rules.get(rule) and not one.programs]
    return [
        *(f"{file}：没有核对项目 {key}" for key in strange),
        *(f"{file},limits:{name} 所依据的来源不在 items 中，永远是空的" for name in unasked),
        *(f"{file},doubts：没有规则 {rule}" for rule in unknown),
        *(f"{file},doubts:{rule} 按救助类别判断，不适用于本用途" for rule in gated),
    ]


def _mapping(file: str, text: str, faults: list[str]) -> dict[str, object]:
    try:
        given = load_text(text)
    except YamlError as fault:
        faults.append(f"{file}:{fault}")
        return {}
    if not isinstance(given, dict):
        faults.append(f"{file}：应为“键: 值”")
        return {}
    return given


def _valid(model: type[_Model], where: str, given: object, faults: list[str]) -> _Model | None:
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        for one in fault.errors(include_url=False, include_input=False):
            place = ".".join(str(part) for part in one["loc"])
            faults.append(f"{where}{',' + place if place else ''}:{one['msg']}")
        return None
