"""The analysts' notebook: opens the analysts' file, draws the main pictures, answers any question of docs/analysts.md.

uv run marimo run docs/notebooks/analysts.py -- --file data/analysts/hedui-analysts.duckdb
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="核对:分析")


@app.cell
def _():
    import pathlib

    import altair as alt
    import duckdb
    import marimo as mo

    import flows.pictures as look

    width = 860  # what marimo's medium column holds

    return alt, duckdb, look, mo, pathlib, width


@app.cell
def _(mo, pathlib):
    file = pathlib.Path(mo.cli_args().get("file") or "data/analysts/hedui-analysts.duckdb")
    mo.stop(
        not file.is_file(),
        mo.md(f"**找不到分析文件 `{file}`。** 请先运行 `hedui analysts-file`,再用 `-- --file 文件` 指明它在哪里。"),
    )
    return (file,)


@app.cell
def _(duckdb, file):
    con = duckdb.connect(str(file), read_only=True)
    con.execute("SET TimeZone = 'Asia/Shanghai'")
    con.execute("SET enable_external_access = false")
    sql_of = dict(con.execute("SELECT name, sql FROM questions").fetchall())

    def answer(name):
        """Rows of a question that the file holds, as objects for a picture."""
        found = con.execute(sql_of[name])
        columns = [column[0] for column in found.description]
        return [
            {c: v if isinstance(v, str | bool | None) else float(v) for c, v in zip(columns, row, strict=True)}
            for row in found.fetchall()
        ]

    return answer, con, sql_of


@app.cell
def _(con, mo):
    told = dict(con.execute("SELECT item, told FROM about_this_file").fetchall())
    mo.md(
        f"""
        # 核对:分析

        {told["夜次"]}。用途:{told["用途"]}。

        > {told["性质"]}。{told["结果的公布"]}。
        """
    )
    return (told,)


@app.cell
def _(alt, look, width):
    def bars(rows, label, parts, colours, *, left=230, most=14):
        """Stacked bars: one a row of `label`, the parts in our colours; the longest first, `most` of them."""
        kept = sorted(rows, key=lambda row: (-sum(row[part] or 0 for part in parts), str(row[label])))[:most]
        long = [
            {"行": row[label] or "不详", "部分": part, "数": row[part] or 0, "次序": place}
            for row in kept
            for place, part in enumerate(parts)
        ]
        chart = (
            alt.Chart(alt.Data(values=long))
            .mark_bar(height=15)
            .encode(
                y=alt.Y("行:N", sort=[row[label] or "不详" for row in kept], title=None),
                x=alt.X("数:Q", title=None, axis=alt.Axis(tickMinStep=1)),
                color=alt.Color(
                    "部分:N",
                    scale=alt.Scale(domain=parts, range=colours),
                    legend=alt.Legend(title=None, orient="top", offset=4),
                ),
                order="次序:Q",
                tooltip=["行:N", "部分:N", "数:Q"],
            )
        )
        return look.framed(chart, max(len(kept), 1) * 24, left, width=width, top=34)

    def summed(rows, label, parts):
        """One row for each `label`, the parts added up."""
        sums = {}
        for row in rows:
            one = sums.setdefault(row[label], {label: row[label], **dict.fromkeys(parts, 0)})
            for part in parts:
                one[part] += row[part]
        return list(sums.values())

    return bars, summed


@app.cell
def _(answer, bars, look, mo, summed):
    _parts = ["符合", "不符合", "待核实身份", "无法核对"]
    _sums = summed(answer("verification_by_township"), "乡镇街道", _parts)
    verification_picture = bars(_sums, "乡镇街道", _parts, [look.BLUE, look.AMBER, look.PALE, look.GREY])
    mo.vstack([mo.md("## 各乡镇核对结果(户)\n结果是提问,由人核实后决定。"), mo.ui.altair_chart(verification_picture)])
    return (verification_picture,)


@app.cell
def _(answer, bars, look, mo, summed):
    _rows = [row | {"规则": f"{row['规则编号']} {row['名称']}"} for row in answer("alerts_by_rule_and_month")]
    _sums = summed(_rows, "规则", ["仍成立", "已消除"])
    alerts_picture = bars(_sums, "规则", ["仍成立", "已消除"], [look.AMBER, look.BLUE], left=300)
    mo.vstack([mo.md("## 预警最多的规则\n各月首次发现的合计。"), mo.ui.altair_chart(alerts_picture)])
    return (alerts_picture,)


@app.cell
def _(answer, bars, look, mo):
    backlog_picture = bars(
        answer("work_and_backlog"), "乡镇街道", ["交办", "排队", "处置决定有效"], [look.AMBER, look.BLUE, look.GREY]
    )
    mo.vstack([mo.md("## 各乡镇手上和排队的预警"), mo.ui.altair_chart(backlog_picture)])
    return (backlog_picture,)


@app.cell
def _(alt, answer, look, mo, width):
    _rows = answer("self_paid_by_tier")
    _longest = alt.Scale(
        domain=[0, 1.12 * max((row["人均自付_元"] for row in _rows), default=1)]
    )  # room for the figure
    _base = alt.Chart(alt.Data(values=_rows)).encode(
        y=alt.Y("救助类别:N", title=None), x=alt.X("人均自付_元:Q", title="元", scale=_longest)
    )
    medical_picture = look.framed(
        _base.mark_bar(height=15, color=look.BLUE)
        + _base.mark_text(align="left", dx=5, color=look.INK).encode(text=alt.Text("人均自付_元:Q", format=",.0f")),
        150,
        150,
        width=width,
    )
    mo.vstack([mo.md("## 近十二个月人均自付医疗费\n只算有就医结算的人。"), mo.ui.altair_chart(medical_picture)])
    return (medical_picture,)


@app.cell
def _(alt, answer, look, mo, width):
    _rows = [row | {"组": f"{row['分组']}:{row['组']}"} for row in answer("fairness")]
    _chart = (
        alt.Chart(alt.Data(values=_rows))
        .transform_filter("datum['指标'] == '有预警'")
        .mark_point(filled=True, size=70, color=look.BLUE)
        .encode(
            y=alt.Y("组:N", title=None, sort="-x"),
            x=alt.X("比率_百分:Q", title="有预警的户占比(%)", scale=alt.Scale(domain=[0, 100])),
            tooltip=["分组:N", "组:N", "总数:Q", "比率_百分:Q"],
        )
    )
    _shown = sum(row["指标"] == "有预警" for row in _rows)
    fairness_picture = look.framed(_chart, max(_shown, 1) * 24, 260, width=width)
    mo.vstack(
        [
            mo.md("## 预警在各组中的占比\n高于其余各组不等于不公;不足 5 人的组不在内。"),
            mo.ui.altair_chart(fairness_picture),
        ]
    )
    return (fairness_picture,)


@app.cell
def _(con, mo):
    small = con.sql("FROM small_cells").pl()
    mo.vstack(
        [
            mo.md("## 还有多少人可能被认出\n列得越多,格越小:公布前请合并或隐去不足 5 人的格。"),
            mo.ui.table(
                small.rename(
                    {
                        "combination": "组合",
                        "cells": "格数",
                        "small_cells": "小格数",
                        "people": "人数",
                        "people_in_small_cells": "小格中的人数",
                    }
                ),
                selection=None,
            ),
        ]
    )
    return (small,)


@app.cell
def _(con, mo):
    _titles = con.execute("SELECT number, question, name FROM questions ORDER BY number").fetchall()
    chosen = mo.ui.dropdown(
        {f"{number}. {question}": name for number, question, name in _titles},
        value=f"{_titles[0][0]}. {_titles[0][1]}",
        label="问题",
        full_width=True,
    )
    mo.vstack([mo.md("## 问一个问题"), chosen])
    return (chosen,)


@app.cell
def _(chosen, con, mo, sql_of):
    answered = con.sql(sql_of[chosen.value]).pl()
    mo.vstack(
        [mo.ui.table(answered, selection=None), mo.accordion({"查询": mo.md(f"```sql\n{sql_of[chosen.value]}\n```")})]
    )
    return (answered,)


if __name__ == "__main__":
    app.run()
