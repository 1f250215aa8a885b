"""Properties of the readings: every written form comes back, everything else is null and never an error."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transforms.stage.readings import Reading, read, wide
from transforms.stage import fields

DAYS = st.dates(date(1850, 1, 1), date(2150, 12, 31))
BLANKS = st.text(st.sampled_from(fields.BLANKS), max_size=3)


@given(day=DAYS, before=BLANKS, after=BLANKS)
def test_every_form_of_a_day(day: date, before: str, after: str) -> None:
    plain = [
        day.isoformat(),
        day.isoformat().replace("-", ""),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.isoformat()} 00:00:00",
    ]
    forms = [before + text + after for text in plain + [wide(text) for text in plain[:4]]]
    assert read(fields.date, *forms) == [day] * len(forms)


@given(day=DAYS)
def test_every_form_of_a_month(day: date) -> None:
    plain = [f"{day:%Y%m}", f"{day:%Y-%m}", f"{day.year}年{day.month}月", f"{day.year}/{day.month:02d}"]
    plain += [day.isoformat(), f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}"]
    forms = plain + [wide(text) for text in plain]
    assert read(fields.month, *forms) == [day.replace(day=1)] * len(forms)


@given(cents=st.integers(0, 10**18 - 1), before=BLANKS, after=BLANKS)
def test_every_form_of_an_amount(cents: int, before: str, after: str) -> None:
    amount = Decimal(cents).scaleb(-2)
    plain = [f"{amount:.2f}", f"{amount:,.2f}", f"¥{amount:,.2f}", f"{amount:.2f}元", f"{amount:.2f}000"]
    forms = [before + text + after for text in [*plain, wide(plain[1])]]
    assert read(fields.yuan, *forms) == [amount] * len(forms)


@given(tenths_of_cents=st.integers(0, 10**15).filter(lambda number: number % 10 != 0))
def test_a_third_decimal_is_never_rounded(tenths_of_cents: int) -> None:
    assert read(fields.yuan, str(Decimal(tenths_of_cents).scaleb(-3)), f"{tenths_of_cents / 10:e}") == [None, None]


@given(value=st.floats(0, 100), places=st.integers(0, 20))
def test_a_measure_is_rounded_half_up_from_its_text(value: float, places: int) -> None:
    texts = [f"{value:.{places}f}", format(Decimal(value), "f")]
    rounded = [Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP) for text in texts]
    assert read(fields.area, *texts) == rounded
    assert read(fields.percent, *texts) == rounded


@given(day=DAYS, days=st.integers(1, 40))
def test_days_that_the_calendar_does_not_have(day: date, days: int) -> None:
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    text = f"{day.year:04d}-{day.month:02d}-{last.day + days:02d}"
    assert read(fields.date, text, text.replace("-", ""), text.replace("-", "/")) == [None] * 3


READINGS: dict[str, Reading] = {
    "yuan": fields.yuan,
    "area": fields.area,
    "percent": fields.percent,
    "date": fields.date,
    "month": fields.month,
    "integer": fields.integer,
    "division12": fields.division12,
}
NEAR = st.text(st.sampled_from("0123456789.,-/年月日元%¥ eEx+_×*Xx、\u3000０９：:T"), max_size=20)


@pytest.mark.parametrize("kind", READINGS)
@settings(max_examples=60)
@given(texts=st.lists(st.one_of(st.none(), st.text(max_size=30), NEAR), min_size=1, max_size=40))
def test_anything_else_is_null_and_never_an_error(kind: str, texts: list[str | None]) -> None:
    values = read(READINGS[kind], *texts)
    assert len(values) == len(texts)
    for text, value in zip(texts, values, strict=True):
        assert value is None or any(char.isdigit() for char in text or "")


@given(
    texts=st.lists(st.one_of(NEAR, st.text(st.sampled_from("0１*×xX'＇’\u200b\u00a0ａ、\n"), max_size=30)), min_size=1)
)
def test_cleaning_a_number_twice_changes_nothing(texts: list[str]) -> None:
    once = read(fields.id_number, *texts)
    assert read(fields.id_number, *once) == once
