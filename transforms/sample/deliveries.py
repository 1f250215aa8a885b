"""From the drawn city to finished tables and what is delivered of them on each night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from schemas.catalogue import TABLES, TableSpec
from transforms.sample.city import City
from transforms.sample.draw import Ints, Mask, stream
from transforms.sample.file_damage import QUARANTINE_SCHEMA, damage_cells, refused, repeated
from transforms.sample.frames import next_row
from transforms.sample.identify import Registered, links, record_numbers, with_persons
from transforms.sample.identity_damage import Persona, damage_identities
from transforms.sample.layout import LAYOUTS, Layout, layout_of
from transforms.sample.plant import CASE_SCHEMA, SOURCE_CASE_SCHEMA
from transforms.sample.render import as_text, headed, night_frame, typed

_CORRECTED: dict[str, tuple[str, pl.Expr]] = {
    "medical_insurance.settlements": ("valid", pl.lit("退费")),
    "human_resources.contributions": ("paid_status", pl.lit("补缴")),
    "housing.sale_contracts": ("price_yuan", pl.col("price_yuan") + 100_000),
    "civil_affairs.marriages": ("registered_on", pl.col("registered_on") - pl.duration(days=1)),
    "civil_affairs.deaths": ("facility", pl.lit("示例市第二殡仪馆")),
}
"""Event tables of which some records are sent again on a later night, and what is corrected."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """One table of one night, ready to be written under Chinese headers."""

    key: str
    night: int
    layout: Layout
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Finished:
    """A table with names, numbers and record numbers, all versions; the truth about its persons and cases; and, in a
    damaged city, the records (`_row`) that file damage leaves alone. `refused` is filled while nights are delivered."""

    key: str
    frame: pl.DataFrame
    links: pl.DataFrame
    cases: pl.DataFrame
    kept: Ints
    refused: list[pl.DataFrame] = field(default_factory=lambda: [pl.DataFrame(schema=QUARANTINE_SCHEMA)])


def finish(city: City, known: Registered, key: str, persona: Persona | None, cases: pl.DataFrame) -> Finished:
    """Write identities and record numbers into one table; with a `persona` damage them."""
    spec = TABLES[key]
    frame = city.tables[key]
    kept = np.zeros(0, dtype=np.int64)
    if persona is not None:
        kept = _left_alone(city, frame, spec, persona.protected)
        frame = _sent_again(frame, key, kept, city)
    frame = with_persons(record_numbers(frame, LAYOUTS[key].prefix, city.seed), spec, known)
    if persona is not None:
        frame = damage_identities(frame, spec, persona, city.seed)
    numbers = frame.select("_row", "record_no").unique("_row", keep="first", maintain_order=True)
    found = cases.filter(pl.col("table") == key).join(numbers, on="_row", how="inner")
    anchors = found.group_by("rule_id", "group", "fires", "from_night", "to_night", maintain_order=True).agg(
        pl.lit(key).alias("anchor_table"), pl.col("record_no").min().alias("anchor_record_no")
    )
    return Finished(key, frame, links(frame, spec, city.nights), anchors.drop("group"), kept)


def _left_alone(city: City, frame: pl.DataFrame, spec: TableSpec, protected: Mask) -> Ints:
    """Records of planted people, and of the households they live in."""
    if spec.table == "households":
        # Households that planting added come after those of the city.
        households: Ints = np.r_[
            np.flatnonzero(protected[city.aid.applicant]), np.arange(len(city.aid), next_row(frame))
        ]
        return households
    chosen = np.zeros(len(frame), dtype=bool)
    for person in spec.persons:
        who = frame[f"@{person.role}"]
        chosen |= (who.is_not_null()).to_numpy() & protected[who.fill_null(0).to_numpy()]
    return np.unique(frame["_row"].to_numpy()[chosen])


def _sent_again(frame: pl.DataFrame, key: str, kept: Ints, city: City) -> pl.DataFrame:
    """The events of which some of the first night come again, corrected, on a later one."""
    if key not in _CORRECTED or city.nights < 2:
        return frame
    rng = stream(city.seed, "sent again " + key)
    first = np.setdiff1d(frame.filter(pl.col("_from") == 0)["_row"].to_numpy(), kept)
    chosen = rng.permutation(first)[: max(1, len(first) // 2500)]
    name, value = _CORRECTED[key]
    again = frame.filter(pl.col("_row").is_in(pl.Series(chosen).implode()) & (pl.col("_from") == 0))
    night = pl.Series(rng.integers(1, city.nights, len(again)))
    return pl.concat([frame, again.with_columns(value.alias(name), _from=night, _to=night)])


def deliveries(city: City, finished: Finished) -> Iterator[Delivered]:
    """The table as delivered, night by night."""
    spec = TABLES[finished.key]
    size = int(finished.frame["_row"].to_numpy().max(initial=0)) + 1
    for night in range(city.nights):
        frame = night_frame(city, finished.frame, finished.key, night)
        layout = layout_of(finished.key, len(frame))
        values = typed(frame, spec) if layout.format == "parquet" else as_text(frame, spec, layout)
        if not city.clean:
            rows = frame["_row"].to_numpy()
            values = damage_cells(values, spec, rows, finished.kept, size, city.seed)
            values = repeated(values, spec, rows, finished.kept, size, city.seed)
            finished.refused.append(refused(values, finished.key, night))
        yield Delivered(finished.key, night, layout, headed(values, spec, city))


NO_CASES = pl.DataFrame(schema=CASE_SCHEMA)
NO_SOURCE_CASES = pl.DataFrame(schema=SOURCE_CASE_SCHEMA)
