"""The lake: folders below `home`, written whole or not at all.

lake/received/<ab>/<sha256>            delivered bytes, by content
lake/staged/<department>/<table>/...   typed rows, quarantine and defects, by content of the delivered file
lake/nights/<as_of>/<step>/...         what each step of a night wrote
lake/inputs/<sha256>.json              policy, site, divisions, model and code of nights, by content (flows/kept.py)
journal/                               deliveries, nights, run lock
judgements/judgements.jsonl            what people said of identities, for ever (flows/linking/store.py)
decisions/{decisions,steps}.jsonl      what staff decided of alerts, and by which steps (flows/handling/store.py)
corrections/tickets.jsonl              what departments are asked to correct (flows/centre/store.py)
handovers/                             lists handed over, and who asked for them (flows/centre/handover.py)
disputes/disputes.jsonl                what households contest (flows/disputes/books.py)
exchange/exchange.jsonl                requests to and from other centres (flows/exchange/books.py)
warehouse/hedui.duckdb                 what others read
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow
import pyarrow.ipc

from flows.errors import UsageError

DONE = "done.json"
_LEFTOVERS = (
    "lake/received/.*.building",
    "lake/staged/*/*/.*.building",
    "lake/staged/*/*/*/.*.building",
    "lake/nights/*/.*.building",
    "lake/inputs/.*.building",
    "lake/nights/*/link/links/.*.building",
    "lake/spill/*",
    "journal/**/.*.building",
)


@dataclass(frozen=True, slots=True)
class Lake:
    """Paths below one home."""

    home: Path

    @property
    def received(self) -> Path:
        """Delivered bytes."""
        return self.home / "lake" / "received"

    @property
    def staged(self) -> Path:
        """Typed rows of delivered files."""
        return self.home / "lake" / "staged"

    @property
    def inputs(self) -> Path:
        """What nights were made with besides deliveries, by content."""
        return self.home / "lake" / "inputs"

    @property
    def journal(self) -> Path:
        """Deliveries and nights, as JSON."""
        return self.home / "journal"

    @property
    def warehouse(self) -> Path:
        """Published files."""
        return self.home / "warehouse"

    @property
    def stable(self) -> Path:
        """The published file by the name that stays."""
        return self.warehouse / "hedui.duckdb"

    def night(self, as_of: date) -> Path:
        """Everything one night wrote."""
        return self.home / "lake" / "nights" / as_of.isoformat()

    def prepare(self) -> None:
        """Create the folders; only the owner may enter, for they hold personal records.

        Raises UsageError if that cannot be done.
        """
        try:
            for folder in (self.home, self.received, self.staged, self.journal, self.warehouse):
                folder.mkdir(parents=True, exist_ok=True)
            for folder in (self.home / "lake", self.journal, self.warehouse):
                folder.chmod(0o700)
        except OSError as error:
            raise UsageError(f"无法使用运行目录 {self.home}({error.strerror})。请检查 --home 和权限。") from None

    def remove_leftovers(self) -> None:
        """Remove what a killed run left half written or spilled. Only the holder of the run lock may call it."""
        for pattern in _LEFTOVERS:
            for path in self.home.glob(pattern):
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def digest(*parts: object) -> str:
    """Fingerprint of JSON-able parts."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def write_json(path: Path, content: object) -> None:
    """Write a JSON file whole or not at all, and see it to the disk."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str))


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all, and see it to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.building")
    with building.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    building.replace(path)


@contextmanager
def private_file(path: Path) -> Iterator[Path]:
    """A file beside, to be written; it becomes `path` when the block ends well and is on the disk, and else goes.

    Open to its owner only from its first moment, as is a folder made for it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.building")
    building.unlink(missing_ok=True)
    descriptor = os.open(building, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield building
        os.fsync(descriptor)
        building.replace(path)
    finally:
        os.close(descriptor)
        building.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a private file of these bytes."""
    with private_file(path) as building:
        building.write_bytes(content)


def write_asked(path: Path, text: str) -> None:
    """Write a file that somebody asked for with --out. Raises UsageError where it cannot be written."""
    write_asked_bytes(path, text.encode())


def write_asked_bytes(path: Path, content: bytes) -> None:
    """The same of bytes."""
    try:
        write_bytes(path, content)
    except OSError as error:
        raise UsageError(f"无法写出 {path}({error.strerror})。请检查 --out 和权限。") from None


def read_json(path: Path) -> Any:
    """Read a JSON file; None where there is none."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def step_done(folder: Path, inputs: str) -> dict[str, Any] | None:
    """Summary of a step that already ran on exactly these inputs; None if it must run."""
    done = read_json(folder / DONE)
    return done["summary"] if done is not None and done["inputs"] == inputs else None


def run_step(folder: Path, inputs: str, work: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
    """Run a step into a folder beside and rename it into place; skip it if it already ran on these inputs.

    A crash leaves either the whole step or none of it, so the next run goes on from the last whole step.
    """
    if (summary := step_done(folder, inputs)) is not None:
        return summary
    building = folder.with_name(f".{folder.name}.building")
    old = folder.with_name(f".{folder.name}.old.building")
    for left in (building, old):
        shutil.rmtree(left, ignore_errors=True)
    building.mkdir(parents=True)
    summary = work(building)
    write_json(building / DONE, {"inputs": inputs, "summary": summary})
    # A folder half removed would still tell by its journal that it is whole, so it loses its name first.
    if folder.exists():
        folder.replace(old)
    building.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
    return summary


def write_mapped(frame: pl.DataFrame, path: Path) -> Path:
    """Write a frame as one block of an Arrow file, for `read_mapped`: larger than parquet, but nothing to pack."""
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.rechunk().write_ipc(path, record_batch_size=max(frame.height, 1))
    return path


def read_mapped(path: Path) -> pl.DataFrame:
    """A frame of `write_mapped`, mapped into memory: of the file only what is asked for is read."""
    with pyarrow.memory_map(str(path)) as file:
        return pl.DataFrame(pl.from_arrow(pyarrow.ipc.open_file(file).read_all()))


def write_parquet(frame: pl.DataFrame | pl.LazyFrame, path: Path) -> Path:
    """Write one parquet file; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(frame, pl.LazyFrame):
        frame.sink_parquet(path, compression="lz4", maintain_order=True)
    else:
        frame.write_parquet(path, compression="lz4")
    return path
