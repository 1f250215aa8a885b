"""After-death list: how sure a row is, and since when it is listed."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.care import dated, with_confidence

NIGHT, BEFORE = date(2026, 11, 22), date(2026, 11, 20)


def rows(*records: str, died_on: date = date(2026, 11, 1)) -> pl.DataFrame:
    return pl.DataFrame({"record_no": list(records)}).with_columns(
        payer=pl.lit("医保"), source_table=pl.lit("t"), died_on=pl.lit(died_on)
    )


def test_a_row_that_only_likely_links_bring_is_likely() -> None:
    assert with_confidence(rows("1", "2"), rows("2"))["confidence"].to_list() == ["likely", "certain"]
    assert with_confidence(rows("1"), None)["confidence"].to_list() == ["certain"]


def test_a_row_keeps_the_night_on_which_it_was_first_listed() -> None:
    before = rows("1", "2").with_columns(listed_on=pl.lit(BEFORE))
    assert dated(rows("1", "3"), before, NIGHT)["listed_on"].to_list() == [BEFORE, NIGHT]
    assert dated(rows("1", died_on=date(2026, 11, 2)), before, NIGHT)["listed_on"].to_list() == [NIGHT]
    assert dated(rows("1"), None, NIGHT)["listed_on"].to_list() == [NIGHT]
