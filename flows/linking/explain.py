"""`hedui link explain`: why a record was, or was not, linked to a person. Tells no name and no number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.linking.judging import WORDS, pairs_of
from flows.linking.records import Asked, Key, key_of, links_of_record, named, newest, said
from flows.linking.store import read
from flows.settings import Settings
from transforms.link.explain import waterfall
from transforms.link.judgements import keys_of
from transforms.link.numberwords import number_words

_MOST_OTHERS = 5
_TOLD = ("person_key", "method", "certainty", "match_weight", "match_probability", "number_state")


@dataclass(frozen=True, slots=True)
class Explained:
    """`record`: the reference and its link. `other`: the person asked about, with the other record if one was given.

    `number`: what the record's number says, in words. `rows`: the waterfall of the pair, empty when the two were never
    compared. `others`: people else that it was compared with, best first: person_key, match_weight, match_probability;
    `compared`: how many there were. `namesakes`: how many people bear the record's name, itself among them; None where
    it has none. `judgements`: what people said of the record, oldest first.
    """

    night: str
    record: dict[str, Any]
    other: dict[str, Any]
    same_person: bool
    number: list[str]
    rows: list[dict[str, Any]]
    others: list[dict[str, Any]]
    compared: int
    namesakes: int | None
    judgements: list[dict[str, Any]]

    def as_data(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return asdict(self)


def explain(
    settings: Settings, record: str, other: str, role: str | None = None, owner: int | None = None
) -> Explained:
    """The pair of a record (部门.表/业务流水号, also with #角色) and another record, or a person key, last night.

    Of a record that names several people the first is taken that an equal number does not settle; `role` and `owner`
    choose another. Raises UsageError when a record or person is not there.
    """
    asked = newest(settings)
    return explained(asked, links_of_record(asked, record, role, owner)[0], _other(asked, other))


def explained(asked: Asked, link: dict[str, Any], other: dict[str, Any]) -> Explained:
    """The pair of two references, given as rows of links; `other` may be a person_key alone."""
    pairs = pairs_of(asked, key_of(link))
    mine = pl.col("person_key").eq_missing(other["person_key"])
    met, turned = pairs.filter(mine), pl.DataFrame()
    if met.is_empty() and "record_no" in other:
        turned = pairs_of(asked, key_of(other))
        turned = turned.filter(pl.col("person_key").eq_missing(link["person_key"]))
    pair = met if met.height else turned
    rest = pairs.filter(~mine)
    told = said(asked, [key_of(link)])
    people = pl.scan_parquet(asked.folder / "people.parquet")
    person = people.filter(pl.col("person_key") == link["person_key"]).collect().to_dicts()[0]
    own = told.row(0, named=True)
    name = own["name"]
    found = [
        {name: row[name] for name in ("person_key", "match_weight", "match_probability")}
        for row in rest.head(_MOST_OTHERS).iter_rows(named=True)
    ]
    return Explained(
        night=asked.night.as_of.isoformat(),
        record=_told(link),
        other=_told(other),
        same_person=link["person_key"] == other["person_key"],
        number=number_words(own, link, person, link["number_holder_key"]),
        rows=waterfall(pair.row(0, named=True)) if pair.height else [],
        others=found,
        compared=rest.height,
        namesakes=None if name is None else max(1, _namesakes(people, name)),
        judgements=earlier(asked, key_of(link)),
    )


def _namesakes(people: pl.LazyFrame, name: str) -> int:
    return int(people.filter(pl.col("name") == name).select(pl.len()).collect().item())


def earlier(asked: Asked, key: Key) -> list[dict[str, Any]]:
    """Every judgement on a reference, oldest first: the other reference, verdict, by whom, when, why, and its state.

    state: as the newest night saw it; superseded where a later one on the same pair holds; new since that night.
    """
    every = read(asked.night.lake)
    sides = [
        pl.all_horizontal(pl.col(name) == part for name, part in zip(keys_of(side), key, strict=True)) for side in "ab"
    ]
    states = dict(asked.read("standing").select("id", "state").iter_rows())
    pairs = every.with_columns(last=pl.col("seq") == pl.col("seq").max().over(*keys_of("a"), *keys_of("b")))
    rows = []
    for row in pairs.filter(pl.any_horizontal(sides)).sort("seq").iter_rows(named=True):
        two = {key_of(row, "a"), key_of(row, "b")} - {key}
        state = states.get(row["id"], "new") if row["last"] else "superseded"
        about = {name: row[name] for name in ("id", "verdict", "judged_by", "judged_at", "reason")}
        rows.append({"other": named(min(two)), **about, "says": WORDS[row["verdict"]], "state": state})
    return rows


def _other(asked: Asked, other: str) -> dict[str, Any]:
    if "/" in other:
        return links_of_record(asked, other)[0]
    if asked.read("people").filter(pl.col("person_key") == other).is_empty():
        raise UsageError(f"最近一夜没有人员 {other}。请给出 部门.表/业务流水号 或现有的人员键。")
    return {"person_key": other}


def _told(link: dict[str, Any]) -> dict[str, Any]:
    named_by = {"reference": named(key_of(link))} if "record_no" in link else {}
    return named_by | {name: link[name] for name in _TOLD if name in link}
