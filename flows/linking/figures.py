"""Figures of the linking report: each a picture, its legend, and its table in the words of the centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from flows.figure import Figure, count, digits, expected, share, some, weight
from flows.linking import charts
from flows.pictures import AMBER, BLUE, INK, PALE, svg
from schemas.catalogue import TABLES
from transforms.link.model import Model
from transforms.link.summary import OUTCOMES

MOST_EVENTS = 40
DEPARTMENTS = {spec.department: spec.department_label for spec in TABLES.values()}


def blocking(rows: pl.DataFrame) -> Figure:
    """Pairs by blocking rule, largest blocks, and what was capped."""
    told = [
        (
            r["says"],
            *(count(r[name]) for name in ("pairs", "new_pairs", "together", "largest", "capped", "capped_units")),
        )
        for r in rows.to_dicts()
    ]
    capped, waiting = int(rows["capped"].sum()), int(rows["capped_units"].sum())
    lead = [
        "证号不能定论的记录才逐项比对;与谁比对,由下列分块规则决定,各规则取并集。深色为该规则在前面各条之外新增的候选对。",
        f"今夜有 {capped:,} 个过大的比对组未比对,{waiting:,} 个待定单元因此少了这些候选(按规则相加,可能重复)。"
        if capped
        else "今夜没有因过大而未比对的组。",
    ]
    heads = ("分块规则", "候选对", "新增", "累计", "最大组", "未比对的组", "涉及单元")
    picture = svg(charts.blocking(rows), "blocking", "各分块规则的候选对数与新增数,数字见下表")
    legend = ((BLUE, "新增的候选对"), (PALE, "前面的规则也找到的"))
    return Figure("blocking", "分块规则", lead, heads, told, [("", picture)], legend, wide=True)


def distribution(bars: pl.DataFrame, model: Model) -> Figure:
    """Weights of compared pairs: all of them, and those near the thresholds."""
    if bars.is_empty():
        return Figure("weights", "匹配权重的分布", ["今夜没有需要逐项比对的记录。"], (), ())
    at = charts.thresholds(model)
    words = [name for name in OUTCOMES if name in bars["outcome"].to_list()]
    cells = {(r["bits"], r["outcome"]): r["pairs"] for r in bars.to_dicts()}
    rows = []
    for bits in bars["bits"].unique().sort():
        counts = [cells.get((bits, word), 0) for word in words]
        rows.append((_bar(bits), *map(some, counts), count(sum(counts))))
    lead = [
        "每个候选对的权重(比特):各项证据之和,加上比对之前的先验。超出两端的计入端头。",
        f"虚线:没有其他候选时,概率达到“疑似”({model.likely:.1%},{at['likely']:.1f} 比特)和“确定”({model.certain:.1%},"
        f"{at['certain']:.1f} 比特)所需的权重。有其他候选或规则不许的,过线也不关联。",
    ]
    pictures = [
        (caption, svg(charts.distribution(bars, model, *bounds), name, f"{caption}:按权重的柱状图,数字见表"))
        for caption, name, bounds in (("全部候选对", "all", charts.BOUNDS), ("只看两条阈值附近", "near", charts.NEAR))
    ]
    legend = tuple((charts.COLOURS[name], name) for name in words)
    return Figure("weights", "匹配权重的分布", lead, ("比特", *words, "合计"), rows, pictures, legend)


def _bar(bits: int) -> str:
    least, most = charts.BOUNDS
    if bits == least:
        return f"< {least + 2}".replace("-", "−")
    return f"≥ {bits}" if bits == most - 2 else f"{bits} ~ {bits + 2}".replace("-", "−")


def levels(rows: pl.DataFrame, model: Model) -> Figure:
    """m, u and bits of every level."""
    told = []
    for r in rows.to_dicts():
        u = "本市频率" if r["u"] is None else digits(r["u"])
        middle = "—" if r["middle"] is None else weight(r["middle"])
        spread = "" if r["low"] is None or r["low"] == r["high"] else f"{weight(r['low'], 1)} ~ {weight(r['high'], 1)}"
        kin = "" if r["kin"] is None else digits(r["kin"])
        told.append((r["of"], r["says"], digits(r["m"]), u, kin, middle, spread, count(r["pairs"])))
    lead = [
        "比特 = log2(m / u):m 是同一人的两处记录出现该等级的概率,u 是两个不同的人出现该等级的概率。"
        "每多 1 比特,同一人的机会加倍。",
        f"模型第 {model.version} 版,{model.date};来源:{model.origin}",
    ]
    heads = ("项目", "等级", "m", "u", "家庭内 u", "比特(中位)", "第 10 ~ 90 百分位", "候选对")
    notes = (
        "比特取今夜各候选对的实际值;u 为“本市频率”者,越少见的值比特越高。浅色:今夜没有候选对落在该等级,按模型画出。",
    )
    drawn = svg(charts.levels(rows), "levels", "各比对等级的比特,数字见下表")
    legend = ((BLUE, "支持同一人"), (AMBER, "反对同一人"), (INK, "细线:第 10 至 90 百分位"))
    return Figure(
        "levels", "各等级的匹配权重", lead, heads, told, [("", drawn)], legend, texts=2, wide=True, notes=notes
    )


def errors(false: pl.DataFrame, missed: Mapping[str, float]) -> Figure:
    """Expected false and missed links, by probabilities."""
    rows = [
        (f"错关联 · {r['says']}", f"{r['links']:,} 处", expected(r["false"]), share(r["rate"]))
        for r in false.to_dicts()
    ]
    links, wrong = int(false["links"].sum()), float(false["false"].sum())
    rows.append(("错关联 · 合计", f"{links:,} 处", expected(wrong), share(wrong / links if links else 0.0)))
    rows += [
        ("漏关联 · 未采纳的候选对合计", f"{missed['pairs']:,} 对", expected(missed["missed"]), share(missed["rate"])),
        ("其中:未关联,概率不足", f"{missed['open']:,} 处", expected(missed["missed_open"]), ""),
        ("其中:未关联,概率足够但规则不许", f"{missed['refused']:,} 处", expected(missed["missed_refused"]), ""),
    ]
    lead = [
        "没有标注,按概率推算(fastLink 的做法):采纳的关联中预期有错 = Σ(1 − p);比对过而未采纳的候选对中预期漏掉 = Σp。"
        "一处关联是一个比对单元(同一写法、同一来历的记录)。",
        "“规则不许”:概率够了,但除姓名(或姓名与单位)外别无佐证,或证号属另一人。其中多数可能确是同一人,"
        "按规则有意漏掉:宁可单独,不作关联。",
    ]
    notes = (
        "没有包括:从未进入比对的候选对(没有任何分块规则把两者放在一起,或所在的组过大)、证号与姓名都一致而未经比对的关联、"
        "不经概率采纳的人工判定。p 由模型算出,模型不准则推算不准;下一项用证号检验它。",
    )
    return Figure("errors", "预期的错关联与漏关联", lead, ("", "数量", "预期", "比率"), rows, notes=notes, wide=True)


def hidden(seen: Mapping[str, float]) -> Figure:
    """The check with the number hidden."""
    linked, right = int(seen["linked"]), int(seen["right"])
    certain, certain_right = int(seen["certain"]), int(seen["certain_right"])
    units = int(seen["units"])

    def rate(part: int, whole: int) -> str:
        return f"{part / whole:.2%}" if whole else "—"

    rows = [
        ("参加检验的记录", count(units), "", ""),
        ("不看证号仍关联", count(linked), rate(linked, units), expected(seen["expected_false"])),
        ("其中与证号所指相同", count(right), rate(right, linked), ""),
        ("其中与证号所指不同", count(linked - right), rate(linked - right, linked), ""),
        ("不看证号仍判为确定", count(certain), rate(certain, units), ""),
        ("其中与证号所指不同", count(certain - certain_right), rate(certain - certain_right, certain), ""),
    ]
    lead = [
        "有些证号虽有误,仍只指向一个人(差一位、两位颠倒、末位丢失)。把这些证号遮住,只凭其余各项重新判断,再看与证号所指是否相同。"
        "“不同”的实际数应与预期的错关联相近;相差很大,说明模型高估或低估了把握。",
    ]
    notes = (
        "证号所指只是近似的真相;遮住证号仍保留由证号找到的候选对,所以“仍关联”的比例偏高。只检验有误而可辨的证号,"
        "不代表没有证号的记录。",
    )
    return Figure("hidden", "遮住证号的检验", lead, ("", "处", "占比", "预期有错"), rows, notes=notes, wide=True)


_SHOWN = (*charts.METHODS,)


def _kind(method: str, certainty: str) -> str:
    if method == "unlinked":
        return "单独一人"
    if certainty == "likely":
        return "疑似同一人"
    return {"repaired_id": "证号更正", "probabilistic": "综合判断", "reviewed": "人工判定"}.get(method, "证号一致")


def methods(counted: pl.DataFrame) -> Figure:
    """Method and certainty of every table's references. `counted`: table, method, certainty, references."""
    tables = [key for key, spec in TABLES.items() if spec.persons]
    cells: dict[tuple[str, str], int] = {}
    for r in counted.to_dicts():
        place = (r["table"], _kind(r["method"], r["certainty"]))
        cells[place] = cells.get(place, 0) + r["references"]
    kinds = ("证号一致", *_SHOWN)
    rows, shares = [], []
    for key in tables:
        spec = TABLES[key]
        counts = [cells.get((key, kind), 0) for kind in kinds]
        label, total = f"{DEPARTMENTS[spec.department]} · {spec.label}", sum(counts)
        rows.append((label, count(total), *map(some, counts)))
        for at, (kind, found) in enumerate(zip(kinds, counts, strict=True)):
            if kind in _SHOWN and total:
                shares.append({"table": label, "says": kind, "share": found / total, "place": at})
    totals = [sum(cells.get((key, kind), 0) for key in tables) for kind in kinds]
    rows.append(("合计", count(sum(totals)), *map(some, totals)))
    schema = {"table": pl.String, "says": pl.String, "share": pl.Float64, "place": pl.Int64}
    drawn = charts.methods(pl.DataFrame(shares, schema=schema), [row[0] for row in rows[:-1]])
    drawn = svg(drawn, "methods", "各表中不靠证号一致而关联或单独的人员引用所占比例,数字见下表")
    lead = ["各部门各表的人员引用如何关联。图中只画证号一致以外的部分。"]
    legend = tuple((colour, word) for word, colour in charts.METHODS.items() if word != "人工判定" or totals[3])
    return Figure("methods", "各表的关联方式", lead, ("表", "人员引用", *kinds), rows, [("", drawn)], legend, wide=True)


def sizes(rows: pl.DataFrame) -> Figure:
    """People by how many references they have."""
    told = rows.with_columns(
        says=pl.when(pl.col("most").is_null())
        .then(pl.format("{} 处以上", "least"))
        .when(pl.col("most") == pl.col("least"))
        .then(pl.format("{} 处", "least"))
        .otherwise(pl.format("{}–{} 处", "least", "most"))
    )
    order = told.sort("least")["says"].unique(maintain_order=True).to_list()
    kinds = [kind for kind in charts.KINDS if kind in told["kind"].to_list()]
    cells = {(r["says"], r["kind"]): r["people"] for r in told.to_dicts()}
    references = dict(told.group_by("says").agg(pl.col("references").sum()).iter_rows())
    body = [(says, *(some(cells.get((says, kind), 0)) for kind in kinds), count(references[says])) for says in order]
    body.append((
        "合计",
        *(count(sum(count for (_, one), count in cells.items() if one == kind)) for kind in kinds),
        count(sum(references.values())),
    ))  # fmt: skip
    drawn = svg(charts.sizes(told, order), "sizes", "按人员引用处数分组的人数,数字见旁表")
    lead = ["一个人在各表中共有几处记录。处数特别多的人,可能是误合;长期按月发放的人处数自然多。"]
    legend = tuple((charts.KINDS[kind], kind) for kind in kinds)
    return Figure(
        "sizes",
        "每人的记录处数",
        lead,
        ("每人", *(f"{kind}(人)" for kind in kinds), "引用"),
        body,
        [("", drawn)],
        legend,
    )


def changes(counted: Mapping[str, int], events: Sequence[Mapping[str, Any]]) -> Figure:
    """What is another than last night; person keys only."""
    if not counted:
        return Figure("changes", "与前一夜相比", ["这是第一夜,没有可比的前一夜。"], (), ())
    lead = [
        f"合并 {counted['merges']:,}、拆分 {counted['splits']:,}、新出现 {counted['new']:,} 人、"
        f"不再出现 {counted['gone']:,} 人。合并:原人员的记录全部归入另一人;拆分:部分记录改归另一人。"
    ]
    words = {"merge": "合并", "split": "拆分"}
    rows = [
        (words.get(e["kind"], e["kind"]), e["from_key"], e["to_key"], str(e["reason"]).rpartition(":")[2])
        for e in events[:MOST_EVENTS]
    ]
    rest = len(events) - len(rows)
    notes = (f"另有 {rest:,} 项未列出。",) if rest > 0 else ()
    heads = ("变动", "原人员键", "现人员键", "移动的记录") if rows else ()
    return Figure("changes", "与前一夜相比", lead, heads, rows, texts=3, wide=True, notes=notes)
