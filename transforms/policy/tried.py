"""A policy as somebody would like to try it: some values replaced from one day on, everything else as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from transforms.policy.dated import RESIDENCES, Dated, PolicyFile
from transforms.policy.parameters import PARAMETERS, Value

_SAID = re.compile(r"^(?P<name>\w+)(\.(?P<residence>\w+))?(@(?P<place>\d+))?=(?P<value>.+)$")
SOURCE = "试算"


@dataclass(frozen=True, slots=True)
class Tried:
    """One value to try. residence '' = both; place None = wherever the parameter is stated."""

    parameter: str
    residence: str
    place: str | None
    value: Value


def tried_value(said: str) -> Tried:
    """What `standard=1100`, `standard.农村@9999=900` mean. Raises ValueError with a Chinese reason."""
    found = _SAID.match(said.strip())
    if found is None:
        raise ValueError(f"“{said}”无法识别,应为 参数=取值,如 standard=1100、standard.农村=900 或 standard@9999=1100")
    name, residence = found["name"], found["residence"] or ""
    if name not in PARAMETERS:
        raise ValueError(f"没有参数 {name}。全部参数见 docs/reference/parameters.md")
    if residence not in ("", *RESIDENCES):
        raise ValueError(f"“{residence}”不是城乡,应为 {'或'.join(RESIDENCES)}")
    parameter, text = PARAMETERS[name], found["value"].strip()
    given: object = {"true": True, "false": False}.get(text, text) if parameter.kind == "boolean" else text
    if parameter.kind in ("texts", "bands"):
        raise ValueError(f"{name} 是列表,请写进一个政策文件,用 --policy 试算")
    try:
        return Tried(name, residence, found["place"], parameter.read(given))
    except ValueError as fault:
        raise ValueError(f"{name} 的取值“{text}”不能使用:{fault}") from None


def with_tried(policies: Sequence[PolicyFile], tried: Iterable[Tried], day: date) -> tuple[PolicyFile, ...]:
    """The policies with these values in force on a day. Raises ValueError where no file states the parameter."""
    changed = {policy.locality: policy for policy in policies}
    for one in tried:
        stating = [
            policy
            for policy in changed.values()
            if (one.place is None and policy.on(one.parameter, day)) or policy.locality == one.place
        ]
        if not stating:
            where = f"{one.place} 没有政策文件" if one.place else f"没有一个地方写明 {one.parameter}"
            raise ValueError(f"{where},无从试算")
        for policy in stating:
            changed[policy.locality] = _with(policy, one, day)
    return tuple(changed[policy.locality] for policy in policies)


def _with(policy: PolicyFile, one: Tried, day: date) -> PolicyFile:
    """The file with the value from `day` on; a value for one residence leaves the other's as it is."""
    before = policy.on(one.parameter, day)
    others = [value for value in policy.values if value.parameter != one.parameter]
    made = [Dated(one.parameter, day, one.residence, one.value, SOURCE, "assumed")]
    if one.residence:
        other = next(name for name in RESIDENCES if name != one.residence)
        standing = next((value for value in before if value.residence in ("", other)), None)
        if standing is not None:
            made.append(replace(standing, valid_from=day, residence=other, valid_until=None))
    return replace(policy, values=(*others, *made))
