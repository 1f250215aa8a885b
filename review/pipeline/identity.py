"""Pairs of records that wait for a person's eyes, and all that may be shown of one: masked, agreement in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from flows.alerts.places import places as places_of
from flows.errors import HeduiError
from flows.linking.explain import Explained, explained
from flows.linking.judging import WORDS
from flows.linking.records import Asked, Key, key_of, links_of_record, named, newest, said
from flows.linking.review import waiting
from flows.linking.screen import METHODS, STATES
from flows.linking.store import read
from flows.resources import sql_texts
from review.pipeline.comparing import Field, compared
from review.pipeline.home import NothingPublishedError, published, settings_of
from schemas.catalogue import TABLES
from transforms.link.queue import REASONS

VERDICTS = tuple(WORDS.items())
"""Verdict and its Chinese, in the order of the keys 1, 2, 3."""
_PLACES = ("pair_places_of_records", "pair_places_of_households", "pair_places_of_people")
_CHANGED = {"name": "姓名", "id_number": "证号", "sex": "性别", "birth_date": "出生日期"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of the queue. number: of its two references, the same every night. a, b: as `hedui link` writes them.

    places: division codes of either record, of its household, of the household of whom it certainly is; () for none.
    """

    number: str
    rank: int
    kind: str
    why: str
    a: str
    b: str
    sources: tuple[str, str]
    probability: float | None
    on_aid: bool
    records: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair: where it was delivered, whom it counts for now, and what of it stands in the queue."""

    reference: str
    department: str
    table: str
    role: str
    file: str
    day: str
    row: str
    person_key: str
    linked: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair as its page shows it. others: people else that the first record may be; judgements: oldest first."""

    night: str
    sides: tuple[Side, Side]
    fields: tuple[Field, ...]
    number: list[str]
    rows: list[dict[str, Any]]
    others: list[dict[str, Any]]
    compared: int
    namesakes: int | None
    judgements: list[dict[str, Any]]


def pairs_waiting(home: Path) -> list[Pair]:
    """The queue of the newest night without what was judged since, most useful first. Raises NothingPublishedError."""
    with _asked(home) as asked:
        queue = waiting(asked)
    with published(home) as file:
        run = str(
            file.rows("SELECT max(run_id) AS run FROM runs WHERE as_of = (SELECT max(as_of) FROM runs)")[0]["run"]
        )
    known = _places(home, run)
    return [_pair(row, known) for row in queue.iter_rows(named=True)]


def shown(home: Path, pair: Pair) -> Shown | None:
    """All that may be shown of a pair; None where one of its record numbers stands twice, so that nobody knows which.

    Raises NothingPublishedError.
    """
    with _asked(home) as asked:
        links = [_link(asked, reference) for reference in (pair.a, pair.b)]
        one, other = links
        if one is None or other is None:
            return None
        told = {key_of(row): row for row in said(asked, [key_of(one), key_of(other)]).iter_rows(named=True)}
        why = explained(asked, one, other)
        records = [(key_of(link)[0], key_of(link)[1]) for link in (one, other)]
        found = places_of(asked.night.lake, asked.night.as_of, records)
        sides = [_side(link, found.get(record)) for link, record in zip((one, other), records, strict=True)]
        fields = compared(told[key_of(one)], told[key_of(other)], why.rows)
        return Shown(
            why.night, (sides[0], sides[1]), fields, why.number, why.rows, why.others, why.compared, why.namesakes,
            _judgements(asked, why),
        )  # fmt: skip


def opened(home: Path, pair: Pair) -> list[dict[str, Any]]:
    """Name, number, sex and birth date as either record has them, with its side: read now and kept nowhere."""
    with _asked(home) as asked:
        links = [_link(asked, reference) for reference in (pair.a, pair.b)]
        if None in links:
            return []
        keys = [key_of(link) for link in links if link is not None]
        told = {key_of(row): row for row in said(asked, keys).iter_rows(named=True)}
        return [
            {"side": side, **{name: told[key][name] or "" for name in ("name", "id_number", "sex", "birth_date")}}
            for side, key in zip("甲乙", keys, strict=True)
        ]


def weights(home: Path, pair: Pair) -> list[dict[str, Any]]:
    """The waterfall of a pair (transforms/link/explain.py); empty where the two were never compared."""
    with _asked(home) as asked:
        one, other = (_link(asked, reference) for reference in (pair.a, pair.b))
        return [] if one is None or other is None else explained(asked, one, other).rows


@contextmanager
def _asked(home: Path) -> Iterator[Asked]:
    try:
        yield newest(settings_of(home))
    except (HeduiError, IndexError, OSError) as error:
        text = str(error) if isinstance(error, HeduiError) else "最近一夜的关联结果读不到。请先运行 hedui nightly。"
        raise NothingPublishedError(text) from None


@lru_cache(maxsize=4)
def _places(home: Path, run: str) -> dict[str, tuple[str, ...]]:
    """Places of each pair of one published night, by the pair's number; a night never changes."""
    with published(home) as file:
        texts = sql_texts("desk")
        found = {tuple(row.values()) for name in _PLACES for row in file.rows(texts[name])}
        by_rank: dict[int, list[str]] = {}
        for rank, code in sorted(found):
            by_rank.setdefault(rank, []).append(code)
        keys = [
            (
                row["rank"],
                *(
                    (f"{row[f'department_{side}']}.{row[f'table_name_{side}']}", row[f"record_no_{side}"],
                     row[f"person_role_{side}"], int(row[f"owner_index_{side}"]))
                    for side in "ab"
                ),
            )
            for row in file.rows("SELECT * FROM identity_review")
        ]  # fmt: skip
    return {_number(a, b): tuple(by_rank.get(rank, ())) for rank, a, b in keys}


def _number(a: Key, b: Key) -> str:
    return blake2b(f"{named(a)}\x1f{named(b)}".encode(), digest_size=8).hexdigest()


def _pair(row: dict[str, Any], known: dict[str, tuple[str, ...]]) -> Pair:
    a, b = key_of(row, "a"), key_of(row, "b")
    number = _number(a, b)
    sources = (_source(a[0]), _source(b[0]))
    return Pair(
        number, int(row["rank"]), row["kind"], REASONS[row["kind"]], named(a), named(b), sources,
        row["match_probability"], bool(row["on_aid"]), int(row["records"]), known.get(number, ()),
    )  # fmt: skip


def _source(table: str) -> str:
    return f"{TABLES[table].department_label}·{TABLES[table].label}"


def _link(asked: Asked, reference: str) -> dict[str, Any] | None:
    links = links_of_record(asked, reference)
    chosen = [link for link in links if named(key_of(link)) == reference]
    return chosen[0] if len(chosen) == 1 else None


def _side(link: dict[str, Any], place: Any) -> Side:
    table, record, role, owner = key_of(link)
    spec = TABLES[table]
    (person,) = (one for one in spec.persons if one.role == role)
    sure = "疑似" if link["certainty"] == "likely" else "确定"
    return Side(
        reference=record,
        department=spec.department_label,
        table=spec.label,
        role=spec.column(person.name).header + (f"（第 {owner} 位）" if owner > 1 else ""),
        file=(place.file if place else None) or (place.note if place else None) or "不详",
        day=place.batch_date.isoformat() if place and place.batch_date else "不详",
        row=f"第 {place.row_number} 行" if place and place.row_number else "不详",
        person_key=link["person_key"],
        linked=f"{METHODS[link['method']]}，{sure}",
    )


def _judgements(asked: Asked, why: Explained) -> list[dict[str, Any]]:
    """Earlier judgements with their state in words, and which fields changed under them."""
    rows = why.judgements
    changed = {row["id"]: row["changed"] for row in asked.read("standing").iter_rows(named=True)}
    every = {row["id"]: row["as_of"] for row in read(asked.night.lake).iter_rows(named=True)} if rows else {}
    for row in rows:
        fields = [_CHANGED[name] for name in changed.get(row["id"]) or ()]
        row["state_says"] = STATES[row["state"]] + (f":{'、'.join(fields)}" if fields else "")
        row["as_of"] = every.get(row["id"])
        row["at"] = row["judged_at"][:16].replace("T", " ")
    return rows
