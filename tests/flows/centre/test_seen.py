"""Which night first had a delivery, and which first took it, also when a replay asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.deliveries import Batch, Delivery, DeliveryLog, Status, journal_as_of, replaced_as_of
from flows.lake import Lake
from tests.flows.nights import FIRST, SECOND, THIRD


def batch(status: Status, night: date) -> Batch:
    one = Delivery(
        department="housing", table="properties", batch_date=FIRST, revision=1, night=night, status=status, file="a.csv"
    )
    return Batch(department="housing", batch_date=FIRST, revision=1, tables={"properties": one})


def seen(lake: Lake, night: date) -> list[tuple[str, date, date | None]]:
    found = DeliveryLog(lake).seen(night)
    return [(one.delivery.status, one.received_on, one.accepted_on) for one in found]


def test_held_and_released_later(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "home")
    lake.prepare()
    log = DeliveryLog(lake)
    log.put(batch("held", FIRST), FIRST)
    assert seen(lake, FIRST) == [("held", FIRST, None)]
    log.put(batch("accepted", SECOND), SECOND)
    log.put(batch("accepted", THIRD), THIRD)
    assert seen(lake, THIRD) == [("accepted", FIRST, SECOND)]
    for night, known in ((FIRST, [("held", FIRST, None)]), (SECOND, [("accepted", FIRST, SECOND)])):
        there = Lake(tmp_path / str(night))
        there.prepare()
        for path, place in {**journal_as_of(lake, night), **replaced_as_of(lake, night)}.items():
            target = there.journal / "deliveries" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        assert seen(there, night) == known
