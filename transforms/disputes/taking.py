"""At the door: may this be put down of a dispute? The reason why not, in Chinese; None if it may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from transforms.decisions.taking import refused_text
from transforms.disputes.records import GROUNDS, OUTCOMES


def refused_opening(given: dict[str, Any], standing: pl.DataFrame, names: Iterable[str], today: date) -> str | None:
    """`given`: a row to open a dispute, its mark as in force (None: no such record); `standing`: of all disputes."""
    if given["record_mark"] is None:
        return "没有这条记录，或它已不在有效数据中"
    if given["ground"] not in GROUNDS:
        return f"异议理由“{given['ground']}”不能使用，应为 {'、'.join(GROUNDS.values())} 之一"
    if why := _refused_words(given, names, today):
        return why
    # another household's dispute is not this one's: it may be withdrawn, or answered on another ground
    mine = standing.filter(
        (pl.col("source_table") == given["source_table"])
        & (pl.col("record_no") == given["record_no"])
        & (pl.col("household_no") == given["household_no"])
    )
    if running := mine.filter("suspends")["dispute_id"].to_list():
        return f"该家庭对这条记录已有异议 {running[0]}，尚未了结，不必重复提出"
    upheld = mine.filter((pl.col("state") == "upheld") & ~pl.col("changed"))["dispute_id"].to_list()
    if upheld:
        told = f"来源已就异议 {upheld[0]} 答复不成立，记录此后没有变化"
        return f"{told}；当事人仍不同意的，在作决定时申请复核（hedui process）"
    return None


def refused_closing(given: dict[str, Any], standing: pl.DataFrame, names: Iterable[str], today: date) -> str | None:
    """`given`: an answer or a withdrawal."""
    mine = standing.filter(pl.col("dispute_id") == given["dispute_id"]).to_dicts()
    if not mine:
        return f"没有这个异议：{given['dispute_id']}"
    if mine[0]["state"] != "waiting":
        return "该异议已有答复或已撤回，不能再改；记录再有变化时可另行提出"
    if given["kind"] == "answer" and given["outcome"] not in OUTCOMES:
        return f"答复“{given['outcome']}”不能使用，应为 {'、'.join(OUTCOMES.values())} 之一"
    if given["done_on"] < mine[0]["opened_on"]:
        return f"答复日期 {given['done_on']} 早于提出异议的 {mine[0]['opened_on']}"
    if given["kind"] == "answer" and given["done_by"] == mine[0]["opened_by"]:
        return "答复须由提出登记以外的人记录来源的意见"
    return _refused_words(given, names, today)


def _refused_words(given: dict[str, Any], names: Iterable[str], today: date) -> str | None:
    """Who, what and when must be there, be no personal value, and not lie ahead."""
    if not given["done_by"]:
        return "没有写明经办人"
    if given["done_on"] > today:
        return f"日期 {given['done_on']} 还没有到"
    if given["kind"] != "withdraw" and not given["note"]:
        return "没有写明情况"
    known = tuple(names)
    return refused_text(given["done_by"], (), "经办人") or refused_text(given["note"] or "", known, "情况")
