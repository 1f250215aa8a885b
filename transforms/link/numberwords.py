"""What the number of a record says of the person it was linked to, in plain Chinese. Tells no name and no number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from transforms.link.number import read_numbers

_STATES = {
    "empty": "未填证号。",
    "valid": "证号有效:18位,日期和校验码都对。",
    "legacy15": "证号为15位旧号,日期可读,按18位对应的新号比较。",
    "invalid": "证号有误:位数、日期或校验码不对。",
}
_FULL = 18


def number_words(
    told: Mapping[str, Any], link: Mapping[str, Any], person: Mapping[str, Any], holder: str | None
) -> list[str]:
    """Sentences on the number of one reference.

    `told`: what it says (judgements.SAID). `link`: its link (links.LINKS). `person`: the person it was linked to
    (schemas.facts.PERSON). `holder`: person key of whoever the number is, None where nobody else bears it.
    """
    state = str(link["number_state"])
    words = [_STATES[state]]
    if state in ("valid", "legacy15"):
        words.append(_whose(link, holder))
        said = read_numbers(pl.Series([told["id_number"]])).row(0, named=True)
        words.append(_agrees("出生日期", told["birth_date"], said["number_birth"]))
        words.append(_agrees("性别", told["sex"], said["number_sex"]))
    elif state == "invalid" and person.get("id_number"):
        words.append(damage(str(told["id_number"]), str(person["id_number"])))
    if told["name"] and person.get("name") and link["method"] != "unlinked":
        same = told["name"] == person["name"]
        words.append("姓名与此人在多数表中的写法相同。" if same else "姓名与此人在多数表中的写法不同。")
    return words


def _whose(link: Mapping[str, Any], holder: str | None) -> str:
    if holder is None:
        return "没有别的记录说明此证号是谁的。"
    if holder == link["person_key"]:
        return "此证号就是此人的。"
    return f"此证号是另一人 {holder} 的。"


def _agrees(what: str, own: object, said: object) -> str:
    if own is None:
        return f"记录未填{what},证号所示{what}无从对照。"
    return f"证号所示{what}与所填{'一致' if own == said else '不一致'}。"


def damage(wrong: str, right: str) -> str:
    """How a damaged number differs from the person's own: one place, two neighbours swapped, digits lost, or more."""
    if len(wrong) != len(right):
        return f"与此人的证号位数不同({len(wrong)}位)。"
    places = [place for place, (one, other) in enumerate(zip(wrong, right, strict=True), 1) if one != other]
    if not places:
        return "与此人的证号相同。"
    if len(places) == 1:
        return f"与此人的证号只差第{places[0]}位;改正这一位就是此人的证号。"
    first, last = places[0], places[-1]
    if (
        len(places) == 2
        and last == first + 1
        and wrong[first - 1] == right[last - 1]
        and wrong[last - 1] == right[first - 1]
    ):
        return f"与此人的证号只是第{first}、{last}位颠倒;换回来就是此人的证号。"
    if len(right) == _FULL and first > _FULL - 3:
        return "与此人的证号前15位相同,末三位不同,可能被表格软件改掉。"
    return f"与此人的证号有{len(places)}位不同。"
