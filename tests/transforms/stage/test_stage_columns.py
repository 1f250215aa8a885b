"""The quick reading of a column gives nothing that the full one would not give."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalogue import ColumnSpec
from transforms.stage.columns import FULL, QUICK, read

TEXTS = {
    "yuan": st.from_regex(r"[-+ ]?[0-9]{0,17}[.,]?[0-9]{0,4}[元e]?", fullmatch=True),
    "date": st.from_regex(r"[+-]?[0-9]{2,5}[-/年][0-9 ]{1,2}[-/月][0-9]{1,3}日?", fullmatch=True),
    "id_number": st.from_regex(r"['’]?[0-9]{14,18}[0-9Xx*× ]?", fullmatch=True),
}


@pytest.mark.parametrize("kind", QUICK)
@given(data=st.data())
def test_quick_agrees_with_full(kind: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.one_of(TEXTS[kind], st.text(max_size=20)), min_size=1, max_size=30))
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    both = frame.select(QUICK[kind](pl.col("text")).alias("quick"), FULL[kind](pl.col("text")).alias("full"))
    assert both.filter(pl.col("quick").is_not_null() & pl.col("full").ne_missing(pl.col("quick"))).is_empty()
    whole = read(frame, [ColumnSpec("text", "表头", kind, required=False, codes=())], {})
    assert whole["text"].to_list() == both["full"].to_list()


@pytest.mark.parametrize("kind", [*FULL, "text", "name", "serial", "code"])
@pytest.mark.parametrize("texts", [[], [None, None], ["", None]], ids=str)
def test_empty_columns_have_their_type(kind: str, texts: list[str | None]) -> None:
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    column = ColumnSpec("text", "表头", kind, required=False, codes=("甲",) if kind == "code" else ())
    typed = read(frame, [column], {})
    full = pl.DataFrame({"text": ["1"]}).select(FULL[kind](pl.col("text"))) if kind in FULL else frame
    assert typed.schema == full.rename({full.columns[0]: "text"}).schema
    assert typed["text"].null_count() == len(texts)
