"""What a settings file of the linking engine may say, and where it is wrong when it is."""

from __future__ import annotations

import re
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

KINDS = ("text", "name", "address", "code", "phone", "date", "id_number")
Kind = Literal["text", "name", "address", "code", "phone", "date", "id_number"]
# Tests a level may make, and the kinds of field that have them.
TESTS = {
    "exact": KINDS,
    "exact_tf": KINDS,
    "edit": ("text", "name", "address", "code", "phone"),
    "jaro_winkler": ("text", "name", "address", "code", "phone"),
    "prefix": ("text", "name", "address", "code", "phone"),
    "one_digit": ("code", "phone", "date", "id_number"),
    "one_swap": ("code", "phone", "date", "id_number"),
    "day_month": ("date",),
    "same_year": ("date",),
    "same_digits": ("address",),
    "variant": ("name",),
    "lost": ("name",),
    "homophone": ("name",),
    "look_alike": ("name",),
    "one_character": ("name",),
    "surname": ("name",),
    "upgraded": ("id_number",),
    "two_trusted": ("id_number",),
}
_VALUED = {"edit": int, "jaro_winkler": float, "prefix": int}
FUNCTIONS = ("first", "last", "year", "month", "month_day", "soundex", "pinyin", "surname")
_MOST_COMPARISONS, _MOST_LEVELS = 16, 14
_TERM = re.compile(r"^(?:(?P<function>[a-z_]+)\(\s*)?(?P<field>\w+)(?:[\s,]\s*(?P<length>\d+))?\s*(?P<close>\))?$")


class SettingsError(ValueError):
    """The settings cannot be used; the message says where and why, in Chinese."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldSettings(_Strict):
    """Where a field is found and what it is. `birth`, `sex`: fields an id_number must agree with to be trusted."""

    kind: Kind
    column: str | None = None
    columns: dict[Literal["a", "b"], str] = {}
    birth: str | None = None
    sex: str | None = None

    def source(self, name: str, side: Literal["a", "b"]) -> str:
        """The column of the file of that side."""
        return self.columns.get(side) or self.column or name


class Level(_Strict):
    """One comparison level. `crossed`: this field of one record against that field of the other."""

    test: str
    value: float = 0.0
    crossed: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        """`exact`, `{edit: 1}` or `{edit: 1, crossed: surname}`."""
        if isinstance(given, str):
            given = {given: True}
        if not isinstance(given, dict):
            raise ValueError(f"层级应写作 exact 或 {{edit: 1}},不能是“{given}”")
        if len(rest := [item for item in given.items() if item[0] != "crossed"]) != 1:
            raise ValueError("一个层级只写一种比法,可另加 crossed")
        test, value = rest[0]
        if test not in TESTS:
            raise ValueError(f"没有“{test}”这种比法;可用:{'、'.join(TESTS)}")
        wanted = _VALUED.get(test)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if wanted is None and value is not True:
            raise ValueError(f"“{test}”不带数值")
        if wanted is int and not (isinstance(value, int) and number and value >= 1):
            raise ValueError(f"“{test}”要一个不小于 1 的整数")
        if wanted is float and not (number and 0 < value < 1):
            raise ValueError(f"“{test}”要 0 与 1 之间的数")
        return {"test": test, "value": 0.0 if wanted is None else float(value), "crossed": given.get("crossed")}

    @property
    def name(self) -> str:
        """As in the settings file, for reports and the model file: `edit 1`, `exact crossed surname`."""
        value = f" {self.value:g}" if self.test in _VALUED else ""
        return f"{self.test}{value}" + (f" crossed {self.crossed}" if self.crossed else "")


class Term(_Strict):
    """One part of a blocking key: a field, or a function of it."""

    function: str | None
    field: str
    length: int = 0

    @property
    def name(self) -> str:
        """As a person writes it: `first(name 1)`."""
        length = f" {self.length}" if self.length else ""
        return f"{self.function}({self.field}{length})" if self.function else self.field

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        match = _TERM.match(given) if isinstance(given, str) else None
        if match is None or bool(match["function"]) != bool(match["close"]):
            raise ValueError(f"分组键应写作 字段 或 first(字段 3),不能是“{given}”")
        function, length = match["function"], int(match["length"] or 0)
        if function is not None and function not in FUNCTIONS:
            raise ValueError(f"没有“{function}”这个函数;可用:{'、'.join(FUNCTIONS)}")
        if (function in ("first", "last")) != (length > 0):
            raise ValueError(f"“{given}”:first 和 last 要写长度,其他不写")
        return {"function": function, "field": match["field"], "length": length}


class Rule(_Strict):
    """A blocking rule: pairs that agree on every term. `unless_trusted`: not where both trust that id_number."""

    agree: tuple[Term, ...] = Field(min_length=1)
    unless_trusted: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        return {"agree": given} if isinstance(given, list) else given

    @property
    def name(self) -> str:
        """As a person writes it: `first(name 1) + birth`."""
        return " + ".join(term.name for term in self.agree)


class Limits(_Strict):
    """`block`: pairs one block may make. `pairs`: pairs of all rules together. `sample`: random pairs for u."""

    block: int = Field(default=200_000, ge=1)
    pairs: int = Field(default=20_000_000, ge=1)
    sample: int = Field(default=150_000, ge=1000)


class Settings(_Strict):
    """A settings file, read and checked in itself; the tables are checked when they are coded.

    `never`: levels which together forbid a link, whatever else agrees; each entry is field -> levels.
    """

    unique_id: str
    one_to_one: bool = False
    fields: dict[str, FieldSettings] = Field(min_length=1)
    comparisons: dict[str, tuple[Level, ...]] = Field(min_length=1, max_length=_MOST_COMPARISONS)
    blocking: tuple[Rule, ...] = Field(min_length=1, max_length=_MOST_COMPARISONS)
    never: tuple[dict[str, tuple[str, ...]], ...] = ()
    threshold: Literal["auto"] | float = "auto"
    limits: Limits = Limits()

    def names(self, field: str) -> list[str]:
        """Names of a comparison's levels in their order: `missing`, those of the settings, `else`."""
        return ["missing", *(level.name for level in self.comparisons[field]), "else"]

    def number(self) -> str | None:
        """The id_number that two people never share, where one is compared with two_trusted."""
        return next((n for n, levels in self.comparisons.items() if any(x.test == "two_trusted" for x in levels)), None)


def read_settings(text: str) -> Settings:
    """Settings in a file's text. Raises SettingsError with every fault and its place."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise SettingsError(f"设置文件不是正确的 YAML:{str(fault).splitlines()[0]}") from None
    if not isinstance(raw, dict):
        raise SettingsError("设置文件应有 unique_id、fields、comparisons、blocking 几项。")
    try:
        settings = Settings.model_validate(raw)
    except ValidationError as faults:
        raise SettingsError("设置有误:" + ";".join(_told(dict(fault)) for fault in faults.errors())) from None
    if found := list(_inconsistent(settings)):
        raise SettingsError("设置有误:" + ";".join(found))
    return settings


_SAID = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "too_short": "不能为空",
    "too_long": f"最多 {_MOST_COMPARISONS} 项",
    "literal_error": "只能是 {expected}",
    "greater_than_equal": "不能小于 {ge}",
}


def _told(fault: dict[str, Any]) -> str:
    place, said = ".".join(str(part) for part in fault["loc"]), _SAID.get(fault["type"])
    if said is None and fault["type"] == "value_error":
        said = str(fault["ctx"]["error"])
    return f"{place}:{(said or '写法不对').format(**(fault.get('ctx') or {}))}"


def _inconsistent(settings: Settings) -> list[str]:
    """What is wrong between the parts: unknown fields, tests a kind does not have."""
    found, fields = [], settings.fields
    for name, field in fields.items():
        if field.birth is not None and (field.birth not in fields or fields[field.birth].kind != "date"):
            found.append(f"fields.{name}:没有日期字段“{field.birth}”")
        if field.sex is not None and field.sex not in fields:
            found.append(f"fields.{name}:没有字段“{field.sex}”")
    for name, levels in settings.comparisons.items():
        if name not in fields:
            found.append(f"comparisons.{name}:fields 中没有这个字段")
            continue
        if not 1 <= len(levels) <= _MOST_LEVELS:
            found.append(f"comparisons.{name}:层级应有 1 至 {_MOST_LEVELS} 个")
        for level in levels:
            if fields[name].kind not in TESTS[level.test]:
                found.append(f"comparisons.{name}:{fields[name].kind} 不能用 {level.test}")
            if level.crossed is not None and level.crossed not in fields:
                found.append(f"comparisons.{name}:crossed 的字段“{level.crossed}”不存在")
            if level.crossed is not None and level.test not in ("exact", "edit", "jaro_winkler"):
                found.append(f"comparisons.{name}:crossed 只能与 exact、edit、jaro_winkler 同用")
        if len({level.name for level in levels}) < len(levels):
            found.append(f"comparisons.{name}:层级重复")
    for place, entry in enumerate(settings.never, 1):
        for name, told in entry.items():
            if name not in settings.comparisons:
                found.append(f"never 第 {place} 条:comparisons 中没有“{name}”")
            elif unknown := set(told) - set(settings.names(name)):
                found.append(f"never 第 {place} 条:{name} 没有层级“{'、'.join(sorted(unknown))}”")
    for place, rule in enumerate(settings.blocking, 1):
        for term in rule.agree:
            if term.field not in fields:
                found.append(f"blocking 第 {place} 条:fields 中没有“{term.field}”")
            elif term.function in ("year", "month", "month_day") and fields[term.field].kind != "date":
                found.append(f"blocking 第 {place} 条:{term.function} 只用于日期")
        if rule.unless_trusted is not None and (
            rule.unless_trusted not in fields or fields[rule.unless_trusted].kind != "id_number"
        ):
            found.append(f"blocking 第 {place} 条:unless_trusted 应是 id_number 字段")
    if settings.threshold != "auto" and not 0 < settings.threshold < 1:
        found.append("threshold:应为 auto 或 0 与 1 之间的数")
    return found
