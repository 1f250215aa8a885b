"""How values read in a rule's sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from transforms.rules.explain import sentence, value_text


@pytest.mark.parametrize(
    ("given", "dtype", "text"),
    [
        (Decimal("1040.00"), pl.Decimal(18, 2), "1040"),
        (Decimal("1040.50"), pl.Decimal(18, 2), "1040.5"),
        (Decimal("100"), pl.Decimal(18, 0), "100"),
        (Decimal("0.00"), pl.Decimal(18, 2), "0"),
        (date(2026, 1, 2), pl.Date(), "2026-01-02"),
        (True, pl.Boolean(), "是"),
        (["甲", "乙"], pl.List(pl.String), "甲、乙"),
        ([1, 2], pl.List(pl.Int64), "1、2"),
        (12, pl.Int64(), "12"),
        (None, pl.Date(), None),
        (None, pl.Boolean(), None),
        (None, pl.List(pl.String), None),
    ],
)
def test_values_read_as_people_write_them(given: object, dtype: pl.DataType, text: str | None) -> None:
    frame = pl.DataFrame({"x": pl.Series([given], dtype=dtype, strict=True)})
    assert frame.select(value_text("x", frame.schema["x"])).item() == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("9611.7", "9611.70"), ("1040", "1040.00"), ("0", "0.00"), ("-3.5", "-3.50"), ("12.34", "12.34"),
        ("671.059", "671.05"), ("900×1.3", "900×1.3"), (None, "（未填写）"),
    ],
)  # fmt: skip
def test_an_amount_in_a_sentence_has_two_places(given: str | None, text: str) -> None:
    frame = pl.DataFrame({"a": [given]}, schema={"a": pl.String})
    shown = frame.select(sentence("{a}元，{a}倍", {"a"})).item()
    assert shown == f"{text}元，{given or '（未填写）'}倍"


def test_an_unknown_value_in_a_sentence_is_said_to_be_unknown() -> None:
    frame = pl.DataFrame({"a": [None, "1"], "b": ["2", "2"]}, schema={"a": pl.String, "b": pl.String})
    assert frame.select(sentence("{a}和{b}。", {"a", "b"})).to_series().to_list() == ["（未填写）和2。", "1和2。"]
    with pytest.raises(ValueError, match="c 不是"):
        sentence("{c}", {"a"})
