"""The figures of the page of numbers: each with its night, its table, and what its picture is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from review import counting
from review.models import Act, Role, User
from review.pipeline.numbers import Numbers, numbers
from review.pipeline.pictures import intervals, stacked

HIDDEN = "不足 5"
_ACTS = ("claim", "dispatch", "accept", "feedback", "decide", "sign", "judge")


@dataclass(frozen=True, slots=True)
class Figure:
    """lead: of which night and of how many. draw: makes the SVG; None where there is nothing to draw, as `empty` says.

    colours: class of the legend, c for levels and faults, q for plain amounts (numbers.css).
    """

    name: str
    title: str
    lead: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    draw: Callable[[], str] | None = None
    legend: Sequence[str] = ()
    note: str = ""
    empty: str = "还没有可画的数。"
    colours: str = "c"


def figures_of(user: User) -> list[Figure]:
    """What an account may know, of its division. Raises NothingPublishedError."""
    found = numbers(settings.DESK.home, user.division)
    hide = counting.guarded(user)
    made = [_ages(user, found, hide), _overdue(user, found, hide), _flow(found, hide)]
    if user.role == Role.SUPERVISOR:
        made.append(_people(user, found))
    return [*made, _confirmed(found, hide), *_recall(found, hide), _sources(found), _fairness(found)]


def _cell(value: int | None) -> str:
    return HIDDEN if value is None else f"{value:,}"


def _ages(user: User, found: Numbers, hide: bool) -> Figure:
    rows = counting.counted_for(user)
    counts = counting.ages(rows, found.night)
    levels = {
        level: counting.withheld([counts.get((age, level), 0) for age in counting.AGES], hide=hide)
        for level in counting.LEVEL_NAMES
    }
    drawn = [{"label": age, "part": level, "n": levels[level][place]}
             for place, age in enumerate(counting.AGES) for level in counting.LEVEL_NAMES]  # fmt: skip
    table = [[age, *(_cell(levels[level][place]) for level in levels)] for place, age in enumerate(counting.AGES)]
    lead = f"{found.night} 夜，已交办的预警 {counting.about(rows.count(), hide=hide)}，按自本轮起始的天数。"
    return Figure("age", "积压时长", lead, ("已存续", *levels), table,
                  partial(stacked, drawn, counting.LEVEL_NAMES, "预警（条）", "积压时长"),
                  counting.LEVEL_NAMES)  # fmt: skip


def _overdue(user: User, found: Numbers, hide: bool) -> Figure:
    rows = counting.overdue(counting.counted_for(user))
    columns = {
        name: counting.withheld([row[name] for row in rows], hide=hide) for name in ("shown", "respond", "close")
    }
    labels = [found.names.get(row["township"], row["township"]) or "没有地址" for row in rows]
    parts = ("逾期未办结", "逾期未响应")
    drawn = [{"label": label, "part": part, "n": columns[name][place]}
             for place, label in enumerate(labels[:15])
             for part, name in zip(parts, ("close", "respond"), strict=True)]  # fmt: skip
    table = [[label, *(_cell(columns[name][place]) for name in columns)] for place, label in enumerate(labels)]
    late = sum(row["respond"] + row["close"] for row in rows)
    lead = f"{found.night} 夜，逾期 {counting.about(late, hide=hide)}。"
    lead += "图中列前 15 个乡镇街道，表中为全部。" if late else ""
    return Figure("overdue", "逾期，按乡镇街道", lead, ("乡镇街道", "已交办", "逾期未响应", "逾期未办结"), table,
                  partial(stacked, drawn, parts, "逾期预警（条）", "各乡镇街道的逾期预警") if late else None,
                  parts if late else (), empty="没有逾期的预警。")  # fmt: skip


def _flow(found: Numbers, hide: bool) -> Figure:
    names = ("appeared", "reopened", "resolved")
    parts = ("新发现", "再次发现", "已消除")
    columns = {name: counting.withheld([row[name] for row in found.flow], hide=hide) for name in names}
    nights = [row["night"].isoformat() for row in found.flow]
    drawn = [{"label": night, "part": part, "n": columns[name][place]}
             for place, night in enumerate(nights[:14])
             for part, name in zip(parts, names, strict=True)]  # fmt: skip
    table = [[night, *(_cell(columns[name][place]) for name in names)] for place, night in enumerate(nights)]
    lead = f"截至 {found.night} 夜，最近 {len(nights)} 夜，新的在前。前两项为流入，“已消除”为流出。"
    return Figure("flow", "每夜流入与流出", lead, ("夜次", *parts), table,
                  partial(stacked, drawn, parts, "预警（条）", "每夜流入与流出的预警", calm=True),
                  parts, colours="q")  # fmt: skip


def _people(user: User, found: Numbers) -> Figure:
    rows = counting.people(user, found.night)
    kinds = dict(Act._meta.get_field("kind").flatchoices)
    parts = ("处置决定", "其他办理")
    drawn = []
    for row in rows:
        decided, every = row["acts"]["decide"], sum(row["acts"].values())
        drawn += [{"label": f"{row['name']}（{row['account']}）", "part": parts[0], "n": decided},
                  {"label": f"{row['name']}（{row['account']}）", "part": parts[1], "n": every - decided}]  # fmt: skip
    done = any(row["n"] for row in drawn)
    table = [[f"{row['name']}（{row['account']}）", row["role"], f"{row['owned']:,}",
              *(f"{row['acts'][kind]:,}" for kind in _ACTS)] for row in rows]  # fmt: skip
    lead = f"{found.night} 夜及之前 30 天，本区划内 {len(rows)} 个账号；撤销的不计。"
    return Figure("people", "各人办理量", lead, ("账号", "角色", "手上", *(kinds[kind] for kind in _ACTS)), table,
                  partial(stacked, drawn, parts, "办理（次）", "各账号的办理次数", calm=True) if done else None,
                  parts if done else (), empty="这段时间还没有人办理。", colours="q",
                  note="件数不等于工作量，难易不同；不用于排名。")  # fmt: skip


def _confirmed(found: Numbers, hide: bool) -> Figure:
    least = counting.SMALL if hide else 1
    drawn = [row | {"label": row["rule_id"]} for row in found.confirmed if row["decided"] >= least]
    table = [
        [row["rule_id"],
         *(_cell(None if hide and 0 < row[name] < counting.SMALL else row[name]) for name in ("fired", "decided")),
         *([HIDDEN] * 3 if hide and row["decided"] < least else
           [_cell(row["confirmed"]), _percent(row["share"]), _span(row["low"], row["high"])])]
        for row in found.confirmed
    ]  # fmt: skip
    decided = sum(row["decided"] for row in found.confirmed)
    lead = f"{found.night} 夜，已处置 {counting.about(decided, hide=hide)}。属实比例的分母为判明属实或不属实的。"
    draw = partial(intervals, drawn, "属实比例，线为 95% 区间", "各规则的属实比例") if drawn else None
    return Figure("confirmed", "各规则属实比例", lead, ("规则", "发现", "已处置", "属实", "比例", "95% 区间"), table,
                  draw, empty="还没有处置过的预警。",
                  note="处置过的不是随机抽样；没有人处置过的规则，比例未知。")  # fmt: skip


def _recall(found: Numbers, hide: bool) -> list[Figure]:
    if found.recall is None:
        return []
    drawn, table = [], []
    for row in sorted(found.recall, key=lambda one: (one["month"] is not None, one["month"] or "")):
        label = row["month"] or "合计"
        small = hide and row["reviewed"] < counting.SMALL
        share = None if small else row["missed_share"]
        drawn.append({"label": label, "share": share, "low": row["missed_share_low"], "high": row["missed_share_high"]})
        counts = [HIDDEN if small else _cell(row[name]) for name in ("reviewed", "missed", "unclear")]
        table.append([label, _cell(row["population"]), _cell(row["drawn"]), *counts, _percent(share),
                      HIDDEN if small else _span(row["missed_share_low"], row["missed_share_high"])])  # fmt: skip
    drawn = [row for row in drawn if row["share"] is not None]
    draw = partial(intervals, drawn, "漏查比例，线为 95% 区间", "随机抽查的漏查比例") if drawn else None
    heads = ("月份", "没有预警的户", "抽查", "已查", "有漏查", "未判明", "漏查比例", "95% 区间")
    lead = f"{found.night} 夜，全域没有预警的家庭中随机抽查。"
    return [
        Figure(
            "recall",
            "漏查估计",
            lead,
            heads,
            table,
            draw,
            empty="还没有抽查结果。",
            note="还没有人查过的，比例未知，不是 0。",
        )
    ]


def _sources(found: Numbers) -> Figure:
    drawn = [{"label": f"{row['department']}·{row['table_name']}", "part": "天数", "n": row["days_old"]}
             for row in found.sources]  # fmt: skip
    old = any(row["days_old"] for row in found.sources)
    names = ("days_old", "rows_in", "rows_loaded", "rows_quarantined", "complete_percent", "valid_percent",
             "linkable_percent", "tickets_open")  # fmt: skip
    table = [[f"{row['department']}·{row['table_name']}", row["status"],
              str(row["in_force"] or "没有"),
              *("—" if row[name] is None else f"{row[name]:,}" for name in names)]
             for row in found.sources]  # fmt: skip
    heads = ("来源", "最近一批", "在用批次", "天数", "收到", "载入", "隔离", "完整%", "有效%", "可关联%", "更正单")
    lead = f"{found.night} 夜，{len(found.sources)} 张表。各部门按全域交付，不分区划。"
    return Figure("sources", "来源情况", lead, heads, table,
                  partial(stacked, drawn, ("天数",), "在用批次已过（天）", "各来源在用批次已过的天数", calm=True)
                  if old else None,
                  empty="各来源的在用批次都是当夜的。")  # fmt: skip


def _fairness(found: Numbers) -> Figure:
    drawn = [{"label": f"{row['measure']} {row['group_name']}"[-16:], "share": row["ratio"], "low": row["ratio_low"],
              "high": row["ratio_high"]} for row in found.fairness]  # fmt: skip
    table = [[row["measure"], row["attribute"], row["group_name"], f"{row['n']:,}", f"{row['hits']:,}",
              f"{row['rate_percent']}%", f"{row['ratio']}", f"{row['ratio_low']} 至 {row['ratio_high']}"]
             for row in found.fairness]  # fmt: skip
    draw = partial(intervals, drawn, "与其余各组之比（虚线为 1，即相同）", "比率偏高的组", 1.0) if drawn else None
    heads = ("指标", "分组", "组", "总数", "其中", "比率", "与其余之比", "95% 区间")
    return Figure("fairness", "公平性提示", f"{found.night} 夜，比率偏高的组 {len(table)} 个。", heads, table, draw,
                  note="只列总数不少于 50 的组。值得查看，不是结论；不进入任何规则和排序。")  # fmt: skip


def _percent(share: float | None) -> str:
    return "未知" if share is None else f"{share:.0%}"


def _span(low: float | None, high: float | None) -> str:
    return "—" if low is None or high is None else f"{low:.0%} 至 {high:.0%}"
