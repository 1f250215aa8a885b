"""The screen of `hedui backtest`."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from flows.rules.backtest import Backtest
from flows.rules.screen import LEVELS, UNKNOWN
from transforms.rules.backtested import NightOf

_MOST_TOWNSHIPS = 20


def show_night(one: NightOf, console: Console) -> None:
    """One finished night."""
    console.print(
        f"  {one.night} 夜:成立 {one.standing:,},新增 {one.new:,},再现 {one.reopened:,},消除 {one.resolved:,}"
    )


def show_backtest(found: Backtest, console: Console) -> None:
    """What the rule would have meant."""
    for line in _lines(found):
        console.print(line, markup=False)


def _lines(found: Backtest) -> Iterator[str]:
    first, *later = found.nights
    yield f"试算 {found.rule_id} 第 {found.version} 版,{len(found.nights)} 夜"
    yield f"工作量:第一夜一次性出现 {first.standing:,} 条"
    if later:
        each = sum(one.new + one.reopened for one in later) / len(later)
        yield f"  此后平均每夜 {each:.1f} 条(新增和再现)"
    yield f"  末夜未消除,按等级:{_told(found.by_level, LEVELS)}"
    most = dict(list(found.by_township.items())[:_MOST_TOWNSHIPS])
    more = f",另有 {len(found.by_township) - len(most)} 个乡镇" if len(most) < len(found.by_township) else ""
    yield f"  按乡镇({len(found.by_township)} 个):{_told(most)}{more}"
    if found.overlap is None:
        yield "与现行版本:没有正在使用的同号规则"
    else:
        both = found.overlap
        compared = f"相同 {both.both:,},新增 {both.only_new:,},不再出现 {both.only_live:,}"
        yield f"与现行第 {found.live_version} 版相比:{compared}"
    yield f"工作人员的决定:{_decided(found)}"
    yield "涉及人群(只供观察,不得用于规则和排序):"
    for name, counts in found.groups.items():
        yield f"  {name}:{_told(counts)}"


def _decided(found: Backtest) -> str:
    decided = found.decided
    if decided.decided is None:
        return f"{UNKNOWN}(发布文件中还没有决定)"
    if decided.interval is None:
        return f"其中没有一条被决定过,属实比例{UNKNOWN}"
    share, low, high = decided.interval
    return f"已决定 {decided.decided:,},属实 {decided.confirmed:,},属实比例 {share:.0%}({low:.0%}–{high:.0%})"


def _told(counts: dict[str, int], words: dict[str, str] | None = None) -> str:
    named = (f"{(words or {}).get(name, name) or '(没有区划)'} {count:,}" for name, count in counts.items())
    return "、".join(named) or "没有"
