"""The ledger of exchange as people read it: from the book as it stands now."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flows.exchange.books import EXCHANGE
from flows.journal import published_nights
from flows.lake import Lake
from flows.settings import Settings
from transforms.exchange.ledger import ledger

_STATES = {"asked": "待答复", "answered": "已答复", "late": "逾期未答复"}


def lines(settings: Settings) -> Iterator[str]:
    """One line a request, and a first one saying as of when."""
    lake = Lake(settings.home.absolute())
    as_of = published_nights(lake)[-1]
    rows = ledger(EXCHANGE.read(lake), as_of).to_dicts()
    yield f"异地核对台账(截至 {as_of}):{len(rows):,} 件" if rows else f"没有异地核对(截至 {as_of})。"
    for row in rows:
        way = "请求" if row["direction"] == "out" else "答复"
        found = json.loads(row["results"]) if row["results"] else {}
        told = ",".join(f"{name} {count:,}" for name, count in found.items() if count)
        day = f"{row['answered_on']} {_STATES['answered']}" if row["answered_on"] else _STATES[row["state"]]
        yield (
            f"  {row['request_no']}  {way}  {row['from_division']} → {row['to_division']}({row['level']})  "
            f"{row['persons']:,} 人  限 {row['answer_by']}  {day}{':' + told if told else ''}"
        )
