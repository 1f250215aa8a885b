"""The fields of one table, normalised once, and each value as one integer.

A value's code is the 64-bit hash of its normalised text (a date's its own digits, a usable number's its first seventeen
digits), 0 where there is none: equality, joins and counts are then of integers. Two of a million different values
share a hash with a chance of one in tens of millions; a shared one costs one wrong equality, no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.link.normalise import name_keys
from transforms.link.table.numbers import Numbers, read
from transforms.link.table.settings import FieldSettings, Settings, SettingsError

Codes = npt.NDArray[np.uint64]

_ODD = r"[^\x{4E00}-\x{9FFF}0-9a-z]"
_NO_WORD = r"[^\p{L}\p{M}\p{N}]"
SEXES = {"男": 1, "男性": 1, "1": 1, "m": 1, "male": 1, "女": 0, "女性": 0, "2": 0, "f": 0, "female": 0}


@dataclass(frozen=True, slots=True)
class Side:
    """One table: `codes` and normalised `texts` by field, `numbers` of the id_number fields, in the rows' own order.

    `order`: the rows in the order of their ids' hashes, the same however the table was shuffled. A record's *rank* is
    its place there: results are in ranks, so that they do not depend on the order of rows.
    """

    ids: pl.Series
    order: npt.NDArray[np.int64]
    codes: dict[str, Codes]
    texts: dict[str, pl.Series]
    numbers: dict[str, Numbers] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Records."""
        return len(self.ids)

    def ranks(self) -> npt.NDArray[np.uint32]:
        """The rank of each row."""
        ranks = np.empty(self.size, dtype=np.uint32)
        ranks[self.order] = np.arange(self.size, dtype=np.uint32)
        return ranks

    def trusted(self, name: str) -> npt.NDArray[np.bool_]:
        """True where the number has the right check digit and agrees with the record's own birth date and sex."""
        return self.numbers[name].trusted


def coded(table: pl.DataFrame, settings: Settings, side: Literal["a", "b"]) -> Side:
    """The table's fields as `settings` says. Raises SettingsError for a missing column or an id that is not unique."""
    wanted = {name: field.source(name, side) for name, field in settings.fields.items()}
    missing = sorted({settings.unique_id, *wanted.values()} - set(table.columns))
    if missing:
        raise SettingsError(f"表 {side.upper()} 没有这些列:{'、'.join(missing)};有:{'、'.join(table.columns)}")
    ids = table[settings.unique_id]
    if ids.null_count():
        raise SettingsError(f"表 {side.upper()} 的 {settings.unique_id} 有 {ids.null_count()} 处为空。")
    hashes = ids.cast(pl.String).hash()
    order = hashes.arg_sort()
    hashes = hashes.gather(order)
    if (hashes == hashes.shift(1)).any() and (twice := table.height - ids.n_unique()):
        raise SettingsError(f"表 {side.upper()} 的 {settings.unique_id} 应当唯一,有 {twice} 处重复。")
    texts: dict[str, pl.Series] = {}
    codes: dict[str, Codes] = {}
    numbers: dict[str, Numbers] = {}
    for name, column in wanted.items():
        texts[name], codes[name] = _read(table[column], settings.fields[name])
    for name, declared in settings.fields.items():
        if declared.kind == "id_number":
            born = codes[declared.birth] if declared.birth else None
            sex = _sexes(texts[declared.sex]) if declared.sex else None
            numbers[name] = read(texts[name], codes[name], born, sex)
            codes[name] = numbers[name].codes
    return Side(ids, order.to_numpy().astype(np.int64), codes, texts, numbers)


def hashed(texts: pl.Series) -> Codes:
    """Codes of texts; null and the empty text are 0."""
    frame = texts.to_frame("text")
    empty = pl.col("text").is_null() | (pl.col("text") == "")
    return (
        frame.select(pl.when(empty).then(pl.lit(0, pl.UInt64)).otherwise(pl.col("text").hash())).to_series().to_numpy()
    )


def _read(values: pl.Series, declared: FieldSettings) -> tuple[pl.Series, Codes]:
    """Normalised texts and their codes."""
    if declared.kind == "date":
        return _dates(values)
    texts = values.cast(pl.String)
    if declared.kind == "name":
        texts = name_keys(texts.str.to_lowercase() if _latin(texts) else texts)
    elif declared.kind == "id_number":
        texts = _where(
            texts, r"[^0-9X]", lambda odd: odd.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
        )
    else:
        texts = _where(texts, _ODD, _address if declared.kind == "address" else _plain)
    if declared.kind == "phone":
        texts = texts.str.replace(r"^(?:0086|86)(1\d{10})$", "$1")
    return texts, hashed(texts)


def _latin(texts: pl.Series) -> bool:
    return bool(texts.str.contains("[A-Z]").any())


def _plain(odd: pl.Series) -> pl.Series:
    """Half width, lower case, nothing but letters and digits."""
    return odd.str.normalize("NFKC").str.to_lowercase().str.replace_all(_NO_WORD, "")


def _address(odd: pl.Series) -> pl.Series:
    """As `_plain`, but what parts two numbers stays: 3-2-501 is not 32501."""
    parted = odd.str.normalize("NFKC").str.to_lowercase().str.replace_all(f"(?:{_NO_WORD})+", "-")
    return parted.str.replace_all(r"(\p{L})-", "$1").str.replace_all(r"-(\p{L})", "$1").str.strip_chars("-")


def _where(texts: pl.Series, pattern: str, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`texts` with `change` made to those that match: most values need none, and looking is quicker than changing."""
    odd = texts.str.contains(pattern).fill_null(value=False)
    if not odd.any():
        return texts
    places = odd.arg_true()
    return texts.scatter(places, change(texts.gather(places)))


def _dates(values: pl.Series) -> tuple[pl.Series, Codes]:
    """Dates as eight digits, as they stand: a month of 13 is a typing error that can still be compared."""
    if values.dtype in (pl.Date, pl.Datetime):
        # People are many, days are few: each is put into digits once.
        days = values.cast(pl.Date)
        distinct = days.unique()
        digits = (
            distinct.dt.year().cast(pl.Int64) * 10_000 + distinct.dt.month().cast(pl.Int64) * 100 + distinct.dt.day()
        )
        told = pl.DataFrame({"day": distinct, "text": digits.cast(pl.String), "code": digits.cast(pl.UInt64)})
        all_days = days.to_frame("day").join(told, on="day", how="left", maintain_order="left")
        return all_days["text"], all_days["code"].fill_null(0).to_numpy()
    texts = values.cast(pl.String).to_frame("text")
    plain = pl.col("text").str.contains(r"^\d{8}$")
    parts = pl.col("text").str.extract_groups(r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
    spelt = pl.concat_str(*(parts.struct.field(str(place)).str.zfill(2 * (1 + (place == 1))) for place in (1, 2, 3)))
    odd = bool(texts.select((~plain).any()).item())
    read_as = pl.when(plain).then("text").otherwise(spelt) if odd else pl.col("text")
    text = texts.select(read_as.alias("text")).to_series()
    return text, text.cast(pl.UInt64).fill_null(0).to_numpy()


def _sexes(texts: pl.Series) -> npt.NDArray[np.int8]:
    """1 for men, 0 for women, -1 unknown."""
    read_as = texts.replace_strict(SEXES, default=-1, return_dtype=pl.Int8)
    return read_as.fill_null(-1).to_numpy()
