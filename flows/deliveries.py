"""The delivery journal: what was received, when, and what became of it. One JSON file a batch and revision.

    journal/deliveries/<department>/<batch_date>-r<revision>.json
    journal/deliveries/<department>/replaced/<batch_date>-r<revision>@<night>.json   what stood there until then

Revision 0 stands for a batch without a usable manifest. The journal holds no person's data. It is the memory by which
a changed file is told from a new one, and from which the deliveries in force on any night are chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from flows.lake import Lake, read_json, write_json
from schemas.catalogue import TableSpec

Status = Literal["accepted", "unchanged", "held", "rejected", "missing"]
IN_FORCE: frozenset[Status] = frozenset({"accepted", "unchanged"})


class Delivery(BaseModel):
    """One table of one batch and revision, and its verdict.

    `night` is the night that gave the verdict. The counts are 0 unless the delivery is in force; `staged` is the folder
    of typed rows below `lake/staged`. `sha256` and `rows_declared` are what the manifest says.
    """

    model_config = ConfigDict(frozen=True)

    department: str
    table: str
    batch_date: date
    revision: int
    night: date
    status: Status
    reason: str = ""
    message: str = ""
    notes: tuple[str, ...] = ()
    file: str | None = None
    format: str | None = None
    sha256: str | None = None
    encoding_declared: str | None = None
    encoding_found: str | None = None
    requested_at: datetime | None = None
    exported_at: datetime | None = None
    rows_declared: int = 0
    rows_in: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    rows_superseded: int = 0
    defects: int = 0
    extra_columns: tuple[str, ...] = ()
    staged: str | None = None
    fingerprint: str = ""
    size: int = -1
    modified_ns: int = -1

    @property
    def key(self) -> str:
        """`department.table`."""
        return f"{self.department}.{self.table}"

    @property
    def in_force(self) -> bool:
        """Whether its rows count."""
        return self.status in IN_FORCE

    @property
    def order(self) -> tuple[date, int]:
        """A later batch, then a higher revision, comes after."""
        return (self.batch_date, self.revision)


_REPLACED = "replaced"


def journal_as_of(lake: Lake, night: date) -> dict[Path, Path]:
    """The delivery journal as a night left it: file to stand for each batch -> its place below journal/deliveries.

    Of a batch that a later night changed it is what stood there before the first such change. Batches that later
    nights brought are among them: who reads the journal passes over verdicts of later nights.
    """
    root = lake.journal / "deliveries"
    found = {}
    for path in sorted(root.glob("*/*.json")):
        later = {
            date.fromisoformat(one.stem.rpartition("@")[2]): one
            for one in (path.parent / _REPLACED).glob(f"{path.stem}@*.json")
        }
        changed = min((day for day in later if day > night), default=None)
        found[later[changed] if changed else path] = path.relative_to(root)
    return found


def replaced_as_of(lake: Lake, night: date) -> dict[Path, Path]:
    """Verdicts that a night knew to be replaced: file -> its place below journal/deliveries."""
    root = lake.journal / "deliveries"
    every = sorted(root.glob(f"*/{_REPLACED}/*.json"))
    return {one: one.relative_to(root) for one in every if date.fromisoformat(one.stem.rpartition("@")[2]) <= night}


class Batch(BaseModel):
    """One batch of one department under one revision, by table. `incidents` are refused attempts to change it."""

    model_config = ConfigDict(frozen=True)

    department: str
    batch_date: date
    revision: int
    manifest_sha256: str = ""
    tables: dict[str, Delivery]
    incidents: tuple[Delivery, ...] = ()


class History(NamedTuple):
    """A delivery with its last verdict, the night that first had it and the night that first took it, if one did."""

    delivery: Delivery
    received_on: date
    accepted_on: date | None


class DeliveryLog:
    """All deliveries of one home: read once, kept up to date in memory, written batch by batch."""

    def __init__(self, lake: Lake) -> None:
        self._folder: Path = lake.journal / "deliveries"
        self._batches: dict[tuple[str, date], dict[int, Batch]] = {}
        self._tables: dict[str, dict[tuple[date, int], Delivery]] = {}
        for path in sorted(self._folder.glob("*/*.json")):
            self._remember(Batch.model_validate(read_json(path)))

    def _remember(self, batch: Batch) -> None:
        self._batches.setdefault((batch.department, batch.batch_date), {})[batch.revision] = batch
        for delivery in batch.tables.values():
            self._tables.setdefault(delivery.key, {})[delivery.order] = delivery

    def put(self, batch: Batch, night: date) -> None:
        """Write a batch whole or not at all. What an earlier night knew of the same revision is kept for its replay."""
        path = self._folder / batch.department / f"{batch.batch_date.isoformat()}-r{batch.revision}.json"
        if (known := read_json(path)) is not None:
            earlier = path.parent / _REPLACED / f"{path.stem}@{night.isoformat()}.json"
            if not earlier.is_file():
                write_json(earlier, known)
        write_json(path, batch.model_dump(mode="json"))
        self._remember(batch)

    def batch(self, department: str, batch_date: date, revision: int | None = None) -> Batch | None:
        """A batch under a revision, or under the highest known."""
        known = self._batches.get((department, batch_date), {})
        return known.get(max(known, default=0) if revision is None else revision)

    def all(self, key: str) -> list[Delivery]:
        """Every delivery known of a table, oldest batch and lowest revision first."""
        known = self._tables.get(key, {})
        return [known[order] for order in sorted(known)]

    def seen(self, night: date) -> Iterator[History]:
        """Every table of every batch and revision up to a night, with the nights that first had and first took it."""
        verdicts: dict[tuple[str, date, int], list[Delivery]] = {}
        for path in sorted(self._folder.glob(f"*/{_REPLACED}/*.json")):
            for one in Batch.model_validate(read_json(path)).tables.values():
                verdicts.setdefault((one.key, one.batch_date, one.revision), []).append(one)
        for key in sorted(self._tables):
            for now in self.all(key):
                every = [*verdicts.get((key, now.batch_date, now.revision), []), now]
                known = [one for one in every if one.night <= night]
                if known:
                    last = max(known, key=lambda one: one.night)
                    taken = min((one.night for one in known if one.in_force), default=None)
                    yield History(last, min(one.night for one in known), taken)

    def before(self, key: str, batch_date: date, revision: int) -> Delivery | None:
        """The delivery in force before a batch and revision."""
        known = self._tables.get(key, {})
        earlier = (order for order, one in known.items() if one.in_force and order < (batch_date, revision))
        last = max(earlier, default=None)
        return known[last] if last else None

    def in_force(self, spec: TableSpec, night: date) -> list[Delivery]:
        """Deliveries whose rows count on a night, oldest first: see `choose_in_force`."""
        return choose_in_force(self.all(spec.key), spec.is_event, night)

    def ledger(self, spec: TableSpec, night: date) -> list[Delivery]:
        """One delivery for each batch date up to a night: the one in force of that date, else the last verdict."""
        newest: dict[date, Delivery] = {}
        for delivery in _up_to(self.all(spec.key), night):
            known = newest.get(delivery.batch_date)
            if known is None or delivery.in_force or not known.in_force:
                newest[delivery.batch_date] = delivery
        return [newest[day] for day in sorted(newest)]


def choose_in_force(deliveries: Iterable[Delivery], is_event: bool, night: date) -> list[Delivery]:
    """Of a table's deliveries those whose rows count on a night, oldest first.

    State: the highest batch date, then the highest revision. Event: of each batch date the highest revision. Only what
    a night up to this one had received counts, so that a past night replayed stands on what it stood on.
    """
    newest: dict[date, Delivery] = {}
    for delivery in sorted(_up_to(deliveries, night), key=lambda delivery: delivery.order):
        if delivery.in_force:
            newest[delivery.batch_date] = delivery
    chosen = [newest[day] for day in sorted(newest)]
    return chosen if is_event else chosen[-1:]


def _up_to(deliveries: Iterable[Delivery], night: date) -> list[Delivery]:
    return [delivery for delivery in deliveries if delivery.batch_date <= night and delivery.night <= night]
