"""What a night of linking came to, held against another way of doing it."""

from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from flows.linking.fingerprints import SHAPES
from flows.linking.links import LinkFolder
from flows.linking.store import known_to
from flows.night import Night
from flows.reference import read_link_model
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES
from transforms.link.context import Asked, row_tokens
from transforms.link.crosswalk import empty_crosswalk
from transforms.link.night import link_night


def same_in_memory(night: Night) -> None:
    """The whole city at once, without segments, numbers or a close part, comes to the same."""
    mine = LinkFolder(night.folder / "link", night.lake.staged)
    references: dict[str, pl.DataFrame] = {}
    context: dict[str, pl.DataFrame] = {}
    before: dict[str, pl.DataFrame] = {}
    for key, shape in SHAPES.items():
        rows = rows_in_force(night, TABLES[key], shape.columns)
        references[key] = shape.references(rows)
        context[key] = row_tokens(rows, dict(shape.context), Asked())
    crosswalk = empty_crosswalk()
    if night.previous_folder is not None:
        last = LinkFolder(night.previous_folder / "link", night.lake.staged)
        crosswalk = last.crosswalk()
        before = {key: pl.read_parquet(last.links(key)) for key in SHAPES}
    model = read_link_model(night.settings.link_model)
    judgements = known_to(night.lake, night.as_of)
    whole = link_night(references, crosswalk, before, night.as_of, night.secret, model, context, judgements)
    for key, links in whole.links.items():
        _alike(f"in memory: {key}", pl.read_parquet(mine.links(key)), links)
    _alike("in memory: crosswalk", mine.crosswalk(), whole.crosswalk)
    events = pl.read_parquet(mine.folder / "events.parquet").filter(pl.col("night") == night.as_of)
    _alike("in memory: events", events, whole.events)
    for name in ("people", "only_apart"):
        _alike(f"in memory: {name}", pl.read_parquet(mine.folder / f"{name}.parquet"), getattr(whole, name))


def same_results(one: LinkFolder, other: LinkFolder) -> None:
    """Both ways left the same: links, people, keys, events, the queue, and all pairs but for the numbers of units."""
    for key in SHAPES:
        _alike(key, *(pl.read_parquet(folder.links(key)) for folder in (one, other)))
    _alike("crosswalk", one.crosswalk(), other.crosswalk())
    for name in ("people", "only_apart", "events", "review", "standing", "judgements", "blocks"):
        _alike(name, *(pl.read_parquet(folder.folder / f"{name}.parquet") for folder in (one, other)))
    pairs = [pl.read_parquet(folder.folder / "pairs.parquet").drop("unit") for folder in (one, other)]
    _alike("pairs", *(frame.sort(frame.columns, nulls_last=True) for frame in pairs))


def _alike(name: str, one: pl.DataFrame, other: pl.DataFrame) -> None:
    try:
        assert_frame_equal(one, other)
    except AssertionError as error:
        raise AssertionError(f"{name}: {error}") from None
