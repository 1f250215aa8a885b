"""2,000 damaged deliveries through receive and stage: a verdict for each, never an exception of another kind.

Each is made from a small good batch by one seeded chance; on a failure the seed and the number of the mutation are in
the message, and the damaged bytes can be made again from them.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.deliveries import Delivery, DeliveryLog
from flows.judge import Desk
from flows.receive import receive
from tests.faults.mutations import mutate, mutate_manifest, mutate_xlsx
from tests.flows.delivered import DAY, DEPARTMENT, HEADERS, TABLE, Inbox, csv_bytes, row, rows, xlsx_bytes

SEED = 20261122
COUNTED = re.compile("文件中有([0-9]+)行")
SLOWEST = 60.0  # seconds for one file of a few hundred bytes: it hangs
LINES = [*rows(4), row(5, 承租人="䶮㼆", 房屋地址='"甲",\n乙'), row(6, 起始日期="?")]
KINDS: dict[str, tuple[int, str, bytes, Callable[[random.Random, bytes], bytes] | None]] = {
    "csv in UTF-8": (450, "a.csv", csv_bytes(LINES), mutate),
    "csv in GB18030": (450, "a.csv", csv_bytes(LINES, encoding="gb18030"), mutate),
    "csv without quotes": (200, "a.csv", csv_bytes(rows(6)), mutate),
    "xlsx": (500, "a.xlsx", xlsx_bytes([[*line[:8], 110.5] for line in LINES]), mutate_xlsx),
    "manifest": (400, "a.csv", csv_bytes(LINES), None),
}


def test_there_are_two_thousand() -> None:
    assert sum(count for count, *_ in KINDS.values()) == 2000


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files_get_a_verdict(tmp_path: Path, kind: str) -> None:
    count, name, seed_content, damage = KINDS[kind]
    print(f"seed {SEED}")
    outside = tmp_path / "outside"
    outside.write_text("untouched")
    statuses: Counter[str] = Counter()
    inbox = Inbox(tmp_path)
    inbox.lake.prepare()
    for number in range(count):
        rng = random.Random(f"{SEED} {kind} {number}")
        what = f"seed {SEED}, {kind}, mutation {number}"
        content = seed_content if damage is None else damage(rng, seed_content)
        inbox.deliver(content, name=name, rows=rng.choice((6, 6, 6, 5, 7)))
        if damage is None:
            path = inbox.folder() / "manifest.json"
            path.write_bytes(mutate_manifest(rng, path.read_bytes()))
        verdict = received(inbox, what)
        check(verdict, inbox, what)
        if verdict.reason == "rows":  # once more with a manifest that counts right, so that the ledger is looked at too
            inbox.deliver(content, name=name, rows=int(COUNTED.findall(verdict.message)[0]))
            verdict = received(inbox, what)
            check(verdict, inbox, what)
            assert verdict.status in ("accepted", "held"), f"{what}: {verdict.message}"
        statuses[verdict.reason or verdict.status] += 1
        (inbox.folder() / name).unlink()
        (inbox.folder() / "manifest.json").unlink()
    print(kind, dict(statuses))
    assert statuses["accepted"] >= count / 20
    assert len(statuses) >= 5  # refused for many reasons, or the damage is too much of one kind
    assert {path.name for path in tmp_path.iterdir()} == {"outside", "inbox", "home"}
    assert {path.name for path in inbox.lake.home.iterdir()} == {"lake", "journal", "warehouse"}
    assert outside.read_text() == "untouched"
    assert not list(inbox.lake.home.rglob("*.building"))


def received(inbox: Inbox, what: str) -> Delivery:
    """Verdict on the table, by a desk that has never seen anything."""
    for path in (inbox.lake.journal / "deliveries").rglob("*.json"):
        path.unlink()
    started = time.monotonic()
    try:
        told = receive(inbox.folder(), DEPARTMENT, DAY, Desk(inbox.lake, DeliveryLog(inbox.lake), DAY, {}))
    except BaseException as error:
        raise AssertionError(f"{what}: {type(error).__name__}") from error
    assert time.monotonic() - started < SLOWEST, f"{what}: too slow"
    return next(one for one in told if one.table == TABLE)


def check(verdict: Delivery, inbox: Inbox, what: str) -> None:
    """The ledger balances, rows are where they are said to be, and a refusal says why without a person's value."""
    assert verdict.reason != "internal", f"{what}: {verdict.message}"
    assert verdict.rows_in == verdict.rows_loaded + verdict.rows_quarantined + verdict.rows_superseded, what
    if not verdict.in_force:
        assert verdict.rows_in == 0, what
        assert verdict.message.startswith("住建“公租房与租赁补贴”"), what
        assert not any(secret in verdict.message for secret in ("罗桂英", "999901196304031157")), what
        return
    assert verdict.rows_in == verdict.rows_declared, what
    folder = inbox.lake.staged / str(verdict.staged)
    loaded = pl.read_parquet(folder / "rows.parquet")
    refused = pl.read_parquet(folder / "quarantine.parquet")
    assert loaded.height == verdict.rows_loaded, what
    assert loaded.width == len(HEADERS) + 1, what
    assert refused["row_number"].n_unique() == verdict.rows_quarantined, what
