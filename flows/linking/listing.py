"""`hedui link judgements`: every judgement of a home, and what they say of the model. No name of those judged."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from flows.linking.judging import WORDS
from flows.linking.records import Asked, key_of, named
from flows.linking.screen import STATES
from flows.linking.store import read
from transforms.link.judgements import SAID, newest
from transforms.link.measured import measured

_FIELDS = dict(zip(SAID, ("姓名", "证号", "性别", "出生日期"), strict=True))
_MEASURES = {"precision": "准确", "recall": "找全", "band": "概率"}
_OF = {"certain": "确定的关联", "likely": "疑似的关联", "linked": "全部关联", "none": "未加权"}


def listed(asked: Asked, by: str | None = None, *, changed: bool = False) -> list[dict[str, Any]]:
    """Judgements in the order they were made, with their state (screen.STATES) and the fields changed since.

    `changed`: only those that must be looked at again, changed or in contradiction.
    """
    every = read(asked.night.lake)
    last = set(newest(every)["id"])
    known = {row["id"]: row for row in asked.read("standing").iter_rows(named=True)}
    rows = []
    for row in every.iter_rows(named=True):
        there = known.get(row["id"])
        state = "superseded" if row["id"] not in last else there["state"] if there else "new"
        if (by is None or row["judged_by"] == by) and (not changed or state in ("changed", "contradiction")):
            told = {name: row[name] for name in ("id", "verdict", "judged_by", "judged_at", "reason", "linked")}
            fields = [_FIELDS[name] for name in there["changed"]] if there and state == "changed" else []
            pair = {"a": named(key_of(row, "a")), "b": named(key_of(row, "b"))}
            rows.append({**pair, **told, "state": state, "changed": fields})
    return rows


def show_listed(rows: list[dict[str, Any]], console: Console) -> None:
    """One line a judgement."""
    for row in rows:
        state = STATES[row["state"]] + (f":{'、'.join(row['changed'])}" if row["changed"] else "")
        why = f",{row['reason']}" if row["reason"] else ""
        told = f"{row['judged_at'][:16].replace('T', ' ')}  {row['judged_by']}  {WORDS[row['verdict']]}"
        console.print(f"{told}  {row['a']}  {row['b']}  ({state}{why})", markup=False)
    console.print(f"共 {len(rows):,} 条判断。")


def measures(asked: Asked) -> list[dict[str, Any]]:
    """What the judgements say of the model (measured.MEASURED)."""
    return measured(read(asked.night.lake)).to_dicts()


def show_measures(rows: list[dict[str, Any]], console: Console) -> None:
    """Shares with their intervals of 95 %; of nothing judged the share is unknown."""
    table = Table("指标", "范围", "已判断", "同一人", "无法判断", "比例", "95% 区间")
    for row in rows:
        share = "未知" if row["share"] is None else f"{row['share']:.2%}"
        span = "未知" if row["share"] is None else f"{row['low']:.2%} 至 {row['high']:.2%}"
        counts = (str(row[name]) for name in ("judged", "right", "unsure"))
        table.add_row(_MEASURES[row["measure"]], _OF.get(row["of"], row["of"]), *counts, share, span)
    console.print(table)
    console.print("被判断的多是拿不准的,不是随机抽样:比例只说明判断过的这些对,不代表全市。")
