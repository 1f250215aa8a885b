"""`hedui link review`: pair by pair from the queue, in the terminal. Shows names and masked numbers, and says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from flows.linking.explain import explained
from flows.linking.judging import WORDS, put_down
from flows.linking.records import Asked, Key, key_of, links_of_record, named, said
from flows.linking.screen import METHODS, show_earlier, show_waterfall
from flows.linking.store import read
from schemas.catalogue import TABLES
from transforms.link.judgements import VERDICTS, keys_of
from transforms.link.queue import REASONS
from transforms.masking import mask_id_number

WARNING = "以下为个人信息（姓名、打码的证号、出生日期），仅供核实身份，不得截屏、转发或留在无人处。"
KEYS = {str(place): verdict for place, verdict in enumerate(VERDICTS, 1)}
_PROMPT = "1 同一人  2 非同一人  3 无法判断  s 跳过  q 结束 > "
_WHY = "理由（可不填）> "

Ask = Callable[[str], str]
"""Shows a prompt and returns the line typed; raises EOFError at the end of input."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many pairs were judged, and how many of the queue are left."""

    judged: int
    left: int


def waiting(asked: Asked) -> pl.DataFrame:
    """The queue of the newest night without the pairs judged since (queue.REVIEW), most useful first."""
    since = read(asked.night.lake).join(asked.read("judgements"), on="id", how="anti")
    sides = (("a", "b"), ("b", "a"))
    pairs = pl.concat([since.select(pair=_names(one), turned=_names(other)) for one, other in sides])
    queue = asked.read("review").with_columns(pair=_names("a"), turned=_names("b"))
    return queue.join(pairs, on=["pair", "turned"], how="anti").drop("pair", "turned").sort("rank")


def _names(side: str) -> pl.Expr:
    return pl.concat_str(pl.col(keys_of(side)), separator="\x1f")


def review(asked: Asked, by: str, most: int, ask: Ask, console: Console) -> Reviewed:
    """Show up to `most` pairs and put down what is answered. Stops at q and at the end of input."""
    queue = waiting(asked)
    judged = 0
    console.print(f"[bold]{WARNING}[/bold]")
    console.print(f"待看 {queue.height:,} 对，本次至多 {most:,} 对。")
    for place, row in enumerate(queue.head(most).iter_rows(named=True), 1):
        links = [_link(asked, key_of(row, side)) for side in "ab"]
        if links[0] is None or links[1] is None:
            continue
        console.rule(f"第 {place} 对：{REASONS[row['kind']]}")
        _show(asked, links[0], links[1], row, console)
        answer = _answer(ask)
        if answer == "q":
            break
        if answer == "s":
            continue
        put_down(asked, links[0], links[1], KEYS[answer], by, _line(ask, _WHY))
        judged += 1
        console.print(f"已记录：{WORDS[KEYS[answer]]}。")
    return Reviewed(judged, queue.height - judged)


def _answer(ask: Ask) -> str:
    """A key that means something; the end of input ends the review."""
    while True:
        answer = _line(ask, _PROMPT, end="q").lower()
        if answer in (*KEYS, "s", "q"):
            return answer


def _line(ask: Ask, prompt: str, end: str = "") -> str:
    try:
        return ask(prompt).strip()
    except EOFError:
        return end


def _link(asked: Asked, key: Key) -> dict[str, Any] | None:
    """The link of one reference; None where its record number stands twice, so that nobody knows which is meant."""
    table, record, role, owner = key
    links = links_of_record(asked, f"{table}/{record}", role, owner)
    return links[0] if len(links) == 1 else None


def _show(asked: Asked, one: dict[str, Any], other: dict[str, Any], row: dict[str, Any], console: Console) -> None:
    told = {key_of(line): line for line in said(asked, [key_of(one), key_of(other)]).iter_rows(named=True)}
    table = Table("")
    for side in ("甲", "乙"):
        table.add_column(side, overflow="fold")
    sides = [(link, told[key_of(link)]) for link in (one, other)]
    lines: list[tuple[str, list[str]]] = [
        ("记录", [named(key_of(link)) for link, _ in sides]),
        ("来源", [_source(link["table_key"]) for link, _ in sides]),
        ("姓名", [_or_blank(says["name"]) for _, says in sides]),
        ("证号", [_or_blank(mask_id_number(says["id_number"])) for _, says in sides]),
        ("性别", [_or_blank(says["sex"]) for _, says in sides]),
        ("出生日期", [_or_blank(says["birth_date"]) for _, says in sides]),
        ("现归人员", [f"{link['person_key']}({METHODS[link['method']]})" for link, _ in sides]),
    ]
    for name, values in lines:
        table.add_row(name, *values)
    console.print(table)
    numbers = [says["id_number"] for _, says in sides]
    if None not in numbers:
        console.print(f"两个证号{'相同' if numbers[0] == numbers[1] else '不同'}。")
    if row["on_aid"]:
        console.print("涉及在享或申请救助的家庭。")
    if row["records"] > 1:
        console.print(f"甲一类的记录共 {row['records']} 条。")
    pair = explained(asked, one, other)
    console.print("甲的证号：" + "".join(pair.number), markup=False)
    show_waterfall(pair, console)
    show_earlier(pair.judgements, console)


def _source(table: str) -> str:
    return f"{TABLES[table].department_label}·{TABLES[table].label}"


def _or_blank(value: object) -> str:
    return "（未填）" if value is None else str(value)
