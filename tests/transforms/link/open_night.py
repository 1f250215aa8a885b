"""A night with context, for tests of what numbers leave open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tests.transforms.link.invented import FIRST, SECRET, complete
from transforms.link.context import KINDS, TOKENS
from transforms.link.crosswalk import empty_crosswalk
from transforms.link.model import read_model
from transforms.link.night import LinkedNight, link_night


def told() -> str:
    """Text of the model in force."""
    return (Path(__file__).parents[3] / "data" / "link" / "model.yml").read_text("utf-8")


MODEL = read_model(told())


def tokens(*rows: tuple[int, str, str]) -> pl.DataFrame:
    """Tokens of (row, kind, value); as in context.row_tokens a token is of one kind."""
    frame = pl.DataFrame(rows, schema={"row": pl.UInt32, "kind": pl.Enum(KINDS), "value": pl.String}, orient="row")
    return frame.select("row", "kind", token=pl.format("{}:{}", "kind", "value").hash(0)).cast(TOKENS)


def city(people: int = 300) -> list[tuple[str, str, str, str]]:
    """So many people of names, numbers and birth dates of their own: (name, number, sex, birth date)."""
    surnames, given = "赵钱孙周吴郑冯褚卫蒋", "建德福贵金玉文永长保清有世洪春宝海生全广富成祥坤维宗贤良义友"
    everybody = []
    for turn in range(people):
        name = surnames[turn % 10] + given[turn // 10 % 30] + given[(turn * 7 + turn // 300) % 30]
        year, month, day = 1940 + turn % 60, 1 + turn % 12, 1 + turn % 28
        sex = "男" if turn % 2 else "女"
        number = complete(f"999903{year}{month:02}{day:02}{turn % 500:02}{turn % 2}".ljust(17, "0")[:17])
        everybody.append((name, number, sex, f"{year}-{month:02}-{day:02}"))
    return everybody


def night(references: Mapping[str, pl.DataFrame], context: Mapping[str, pl.DataFrame] | None = None) -> LinkedNight:
    """The first night of these references, with the model in force."""
    return link_night(references, empty_crosswalk(), {}, FIRST, SECRET, MODEL, context)
