"""What the step link keeps beside its results for the night after, and how it starts from what the night before kept.

memory/key.json             what it was made by and of: code, model, library, deliveries in force by table
memory/rows/<table>         mark, record and tokens of each row in force (transforms/link/recode.py)
memory/references/<table>   the descriptor of each reference, in the order of the table's links
memory/{descriptors,held,groups}.parquet   part one (transforms/link/relink.py)
memory/names.parquet        names compared and their level (transforms/link/namelevels.py)
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.lake import read_json, write_json, write_parquet
from flows.night import Night
from flows.resources import code_version
from flows.steps.stage import chosen_deliveries, newer_rows, rows_in_force
from schemas.catalogue import TABLES, TableSpec
from transforms.link.carry import CARRIED, told_by
from transforms.link.context import Asked, Tokens, context_columns
from transforms.link.descriptors import Coded, code, gather
from transforms.link.linking import Linked
from transforms.link.namelevels import judged_names
from transforms.link.probabilistic import Second
from transforms.link.recode import Recoded, Remembered, Shape, described, recoded, recoded_after, references_tonight
from transforms.link.relink import PartOne, known_descriptors, part_one, relinked
from transforms.link.renumber import numbers_of, renumbered

MEMORY = "memory"
MOST_CHANGED = 10
"""One row in so many changed: beyond this everything is linked afresh."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The references of a night and part one of their linking. `note`: how it was come to, in Chinese.

    From a memory also `sources`, each reference's place last night (carry.carried), and `names` compared last night.
    """

    coded: dict[str, Coded]
    part: PartOne
    tokens: Tokens
    note: str
    sources: dict[str, pl.Series]
    names: pl.DataFrame | None = None


def shape_of(spec: TableSpec) -> Shape:
    """What linking asks of a table."""
    text_names = [person.role for person in spec.persons if spec.column(person.name).type == "text"]
    return Shape(spec.key, spec.persons, text_names, context_columns(spec.columns))


SHAPES = {spec.key: shape_of(spec) for spec in TABLES.values() if spec.persons}


def begin_linking(night: Night, folder: Path) -> Begun:
    """References of the night and part one, from last night's memory where there is one; writes tonight's."""
    before = _before(night)
    found = _from(night, before) if isinstance(before, Path) else before
    memory = folder / MEMORY
    begun = _afresh(night, memory, found) if isinstance(found, str) else _again(night, memory, found)
    _write_part(folder / MEMORY, begun)
    return begun


def remember(night: Night, folder: Path, second: Second) -> None:
    """Keep what part two worked out, and say what all is made of."""
    names = judged_names(second.pairs, second.linked.groups)
    write_parquet(names, folder / MEMORY / "names.parquet")
    write_json(folder / MEMORY / "key.json", _key(night))


def _key(night: Night) -> dict[str, Any]:
    return {"code": code_version(), "polars": pl.__version__, "in_force": chosen_deliveries(night)}


def _before(night: Night) -> Path | str:
    """Last night's memory, or why there is none to start from."""
    if night.previous_folder is None:
        return "第一夜"
    memory = night.previous_folder / "link" / MEMORY
    key = read_json(memory / "key.json")
    if key is None:
        return "没有上一夜的比对记忆"
    if any(key[name] != _key(night)[name] for name in ("code", "polars")):
        return "程序或模型已更新"
    return memory


@dataclass(frozen=True, slots=True)
class _Found:
    """Tables compared with last night's, and last night's part one."""

    memory: Path
    tables: dict[str, Recoded]
    changes: int


def _from(night: Night, memory: Path) -> _Found | str:
    earlier = read_json(memory / "key.json")["in_force"]
    tables = {key: _compared(night, memory, shape, earlier[key]) for key, shape in SHAPES.items()}
    changes, rows = sum(one.changes for one in tables.values()), sum(one.rows.height for one in tables.values())
    if changes * MOST_CHANGED > rows:
        return f"变化过多,{changes:,} 行"
    return _Found(memory, tables, changes)


def _compared(night: Night, memory: Path, shape: Shape, earlier: list[list[str]]) -> Recoded:
    spec = TABLES[shape.key]
    links = pl.read_parquet(memory.parent / "links" / f"{shape.key}.parquet", columns=list(CARRIED[:-1]))
    numbers = pl.read_parquet(memory / "references" / f"{shape.key}.parquet")
    before = Remembered(
        pl.read_parquet(memory / "rows" / f"{shape.key}.parquet"),
        pl.concat([links, numbers], how="horizontal").select(CARRIED),
    )
    newer = newer_rows(night, spec, earlier, shape.columns)
    if newer is not None:
        return recoded_after(shape, before, newer)
    return recoded(shape, before, rows_in_force(night, spec, shape.columns))


def _again(night: Night, memory: Path, found: _Found) -> Begun:
    part = _read_part(found.memory)
    known = known_descriptors(part)
    numbers, added = numbers_of(described(list(found.tables.values())), known)
    tables, earlier, at = {}, {}, 0
    for key in list(found.tables):
        table = found.tables.pop(key)
        _write_numbers(table.rows, memory / "rows" / f"{key}.parquet")
        own = numbers.slice(at, table.fresh.height)
        at += table.fresh.height
        tables[key] = references_tonight(SHAPES[key], table, own)
        earlier[key] = table.before.references["descriptor"]
    anew = renumbered(tables, earlier, known, added)
    part = relinked(anew.descriptors, anew.was, anew.touched, part)
    sources = {key: table["source"] for key, table in tables.items()}
    names = pl.read_parquet(found.memory / "names.parquet")
    return Begun(anew.coded, part, _tokens(memory), f"增量:比对 {found.changes:,} 行变化", sources, names)


def _afresh(night: Night, memory: Path, why: str) -> Begun:
    coded = {}
    for key, shape in SHAPES.items():
        rows = rows_in_force(night, TABLES[key], shape.columns)
        _write_numbers(shape.remembered(rows), memory / "rows" / f"{key}.parquet")
        coded[key] = code(key, shape.references(rows))
    return Begun(coded, part_one(gather(coded.values())), _tokens(memory), f"全量:{why}", {})


def _tokens(memory: Path) -> Tokens:
    """What the rows of a table say besides the person, from the memory just written."""

    def answer(key: str, asked: Asked) -> pl.DataFrame:
        columns = {name: kind for name, kind in SHAPES[key].context.items() if kind in asked.kinds}
        return told_by(pl.read_parquet(memory / "rows" / f"{key}.parquet", columns=[*columns]), columns, asked)

    return answer


def _write_numbers(frame: pl.DataFrame, path: Path) -> None:
    """Hashes do not shrink."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path, compression="uncompressed", statistics=False)


def _write_part(memory: Path, begun: Begun) -> None:
    for key, table in begun.coded.items():
        numbers = begun.part.linked.of_codes(key).gather(table.references["code"])
        _write_numbers(numbers.alias("descriptor").to_frame(), memory / "references" / f"{key}.parquet")
    write_parquet(begun.part.linked.descriptors, memory / "descriptors.parquet")
    write_parquet(begun.part.linked.groups, memory / "groups.parquet")
    write_parquet(begun.part.held, memory / "held.parquet")


def _read_part(memory: Path) -> PartOne:
    descriptors, groups, held = (
        pl.read_parquet(memory / f"{name}.parquet") for name in ("descriptors", "groups", "held")
    )
    return PartOne(Linked(descriptors, groups, pl.DataFrame()), held)
