"""Planted cases about whole deliveries: SJ-02 to SJ-05, SJ-07, SJ-08. SJ-06 comes of the usual damage.

They touch columns that no finding about people rests on, so that the rest of the city stays what it is.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.sample.draw import NOBODY, dates
from transforms.sample.frames import Columns, change, people_of, persons
from transforms.sample.plant import ALWAYS, APPEARS, Planter

AUTHORISATIONS = "civil_affairs.authorisations"
ELDERS = "civil_affairs.elder_care"
ENROLMENTS = "medical_insurance.enrolments"
RENTALS = "housing.rentals"
_OLD_VILLAGE = "999901001099"
"""Merged into another at the end of 2025 (transforms/sample/places.py)."""
_FEW = 3
_ENOUGH = 50
"""Rows of a table from which shares are looked at (row_change_rows_min of the demo city)."""


def source_cases(planter: Planter) -> None:
    """Plant them: rows beyond the usual and fen for yuan on the last night, the others on every night."""
    _lost_numbers(planter)
    if planter.city.nights > 1:
        _sudden_rows(planter)
        _fen_for_yuan(planter)
    rented = planter.tables[RENTALS]
    free = rented.filter(~pl.Series(planter.protected[people_of(rented, "tenant")]))["_row"].unique().sort()
    garbled, turned = free.to_numpy()[:_FEW], free.to_numpy()[_FEW : 2 * _FEW]
    if len(turned):
        planter.tables[RENTALS] = change(rented, garbled, address=pl.lit("青岚区城关街道锟斤拷苑"))
        before = pl.col("start_on") - pl.duration(days=30)
        planter.tables[RENTALS] = change(planter.tables[RENTALS], turned, end_on=before)
        planter.record_source("SJ-05", RENTALS, "address", ALWAYS)
        planter.record_source("SJ-07", RENTALS, "end_on<start_on", ALWAYS)
    insured = planter.tables[ENROLMENTS]
    elsewhere = insured.filter(~pl.Series(planter.protected[people_of(insured, "insured")]))["_row"].to_numpy()[:_FEW]
    planter.tables[ENROLMENTS] = change(insured, elsewhere, division_code=pl.lit(_OLD_VILLAGE))
    planter.record_source("SJ-08", ENROLMENTS, f"division_code={_OLD_VILLAGE}", ALWAYS)


def _lost_numbers(planter: Planter) -> None:
    """SJ-03: one in fifteen of the elders who are visited has no number any more."""
    elders = planter.tables[ELDERS]
    free = elders.filter(~pl.Series(planter.protected[people_of(elders, "elder")]))["_row"].unique().sort().to_numpy()
    size = elders["_row"].n_unique()
    if size >= _ENOUGH and len(free) * 15 >= size:
        planter.tables[ELDERS] = change(elders, free[: -(-size // 15)], _number=pl.lit(""))
        planter.record_source("SJ-03", ELDERS, "id_number", ALWAYS)


def _sudden_rows(planter: Planter) -> None:
    """SJ-02: a quarter more authorisations, for purposes that have nothing to do with aid."""
    city = planter.city
    members = np.flatnonzero(city.aid.member_of != NOBODY)
    size = planter.tables[AUTHORISATIONS]["_row"].n_unique() * 3 // 10
    who = members[np.arange(size) % len(members)]
    columns: Columns = {
        "household_no": city.aid.numbers.gather(pl.Series(city.aid.member_of[who])),
        "@signatory": persons(who),
        "purpose": "慈善帮扶",
        "signed_on": dates(city.today - 30 - np.arange(size) // len(members)),
        "signed_by": "本人",
    }
    planter.add(AUTHORISATIONS, columns, np.full(size, APPEARS))
    planter.record_source("SJ-02", AUTHORISATIONS, "行数", APPEARS)


def _fen_for_yuan(planter: Planter) -> None:
    """SJ-04: contribution bases of medical insurance exported in fen."""
    frame = planter.tables[ENROLMENTS].filter(pl.col("base_yuan_month").is_not_null()).unique("_row", keep="last")
    frame = frame.sort("_row")
    rows = frame["_row"].to_numpy()
    hundredfold = frame["base_yuan_month"] * 100
    planter.alter(ENROLMENTS, rows, np.full(len(rows), APPEARS), base_yuan_month=hundredfold)
    planter.record_source("SJ-04", ENROLMENTS, "base_yuan_month", APPEARS)
