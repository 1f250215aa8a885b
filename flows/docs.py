"""Pages of docs/reference/ and parts of docs/analysts.md, written from what the program itself reads.

`python -m flows.docs` writes them; `--check` only compares and ends with 1 if a page is not up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.docs_analysts import filled
from flows.docs_table import table
from flows.resources import sql_texts
from schemas.catalogue import TABLES, ColumnSpec, TableSpec
from schemas.published import PublishedTable, published
from transforms.policy import PARAMETERS
from transforms.rules.head import Rule, RuleHead, Verification, parse_verification
from transforms.rules.waiting import Waiting, WaitingHead, parse_catalogue
from transforms.views import View, parse_view

NOTE = "由 `uv run python -m flows.docs` 生成,请勿手改;`.ci/run` 会核对。"
FOLDER = Path(__file__).parents[1] / "docs" / "reference"
ANALYSTS = FOLDER.parent / "analysts.md"

KINDS = {"state": "状态表:每批为当前全量", "event": "事件表:每批为上批以来的新增和更正,历史累积"}
TYPES = {
    "text": "文本",
    "serial": "流水号",
    "name": "姓名",
    "id_number": "身份证号",
    "date": "日期",
    "month": "月份",
    "yuan": "金额",
    "area": "面积",
    "percent": "百分比",
    "integer": "整数",
    "division12": "区划代码",
    "phone": "电话",
    "code": "代码",
}
KINDS_OF_VALUE = {
    "yuan": "金额",
    "ratio": "比例或倍数",
    "area": "面积",
    "integer": "整数",
    "boolean": "true、false",
    "month_day": "月-日",
    "texts": "列表",
    "bands": "[[年龄, 每月元], …]",
}
LEVELS = {"red": "红", "yellow": "黄", "blue": "蓝"}
STATUSES = {"trial": "试行", "live": "启用", "retired": "停用", "waiting": "等待数据"}
_ANCHOR_DROPS = re.compile(r"[^\w\-]")  # what a page drops from a heading to make its anchor


def page(title: str, *parts: str) -> str:
    """A page: title, note that it is generated, parts with a blank line between."""
    return "\n".join([f"# {title}\n", f"{NOTE}\n", *parts]).rstrip() + "\n"


def _delivered_column(column: ColumnSpec) -> tuple[str, str, str, str, str]:
    notes = "、".join(column.codes) or column.unit
    return f"`{column.name}`", column.header, TYPES[column.type], "是" if column.required else "", notes


def _delivered(spec: TableSpec) -> str:
    persons = "、".join(f"`{person.role}`" for person in spec.persons)
    lines = [
        f"### {spec.department_label} · {spec.label}\n",
        f"`{spec.key}`。{KINDS[spec.kind]}。" + (f"人员角色:{persons}。" if persons else "") + "\n",
        table(("列", "表头", "类型", "必填", "代码或单位"), map(_delivered_column, spec.columns)),
    ]
    return "\n".join(lines)


def _published(spec: PublishedTable) -> str:
    rows = ((f"`{name}`", spec.types[name], comment) for name, comment in spec.comments.items())
    return f"### `{spec.key}`\n\n{spec.comment}。\n\n" + table(("列", "类型", "说明"), rows)


def _view(view: View) -> str:
    rows = ((f"`{name}`", view.chinese_columns[name], text) for name, text in view.columns.items())
    heading = f"### `{view.name}`,即 `{view.chinese}`\n\n{view.comment}。\n\n"
    return heading + table(("列", "中文列名", "说明"), rows)


def _mart(file: str, text: str) -> tuple[str, str]:
    """A mart's relation and its first line, which is its Chinese comment."""
    return f"`{file.partition('_')[2]}`", text.partition("\n")[0].removeprefix("-- ")


def tables_page() -> str:
    """The data dictionary: what departments deliver, what is published, what rules may ask."""
    return page(
        "数据字典",
        "## 交付表\n",
        "必填列读不出时,该行进入 `quarantine`;其余列读不出时记入 `defects`,该行照常入库。\n",
        *map(_delivered, TABLES.values()),
        "## 发布表\n\n`warehouse/hedui.duckdb` 中的表;同样的说明也写在文件内的表注释和列注释里。\n",
        *map(_published, published().values()),
        "## 视图\n\n发布文件中的视图各有英文、中文两个名字,内容相同。\n",
        *(_view(parse_view(file, text)) for file, text in sql_texts("views").items()),
        "## 汇总关系\n\n只在夜间运行时存在,供规则使用;`fact` 下的表在规则中可直接写表名。\n",
        table(("关系", "说明"), (_mart(file, text) for file, text in sql_texts("marts").items())),
    )


def _rule(rule: Rule) -> Iterator[str]:
    head, given = rule.head, rule.head.parameters_if_given
    yield f"### {head.id} {head.title}\n"
    yield f"{head.rule_class},{LEVELS[head.level]},{STATUSES[head.status]},第 {head.version} 版。\n"
    yield f"> {head.sentence}\n"
    yield table(
        ("项", "内容"),
        [
            ("所需交付表", "、".join(f"`{name}`" for name in head.needs) or "无:只看各表的交付情况"),
            ("参数", "、".join(f"`{name}`" for name in head.parameters) or "无"),
            *((("当地写明才用的参数", "、".join(f"`{name}`" for name in given)),) if given else ()),
            ("授权", "只查已授权成员" if head.authorisation else head.statutory_ground or "不查其他部门数据"),
            ("依据", ";".join(head.legal_basis)),
            *((f"可能的误报:{known.case}", known.check) for known in head.false_positives),
        ],
    )


def _waiting(rule: Waiting) -> Iterator[str]:
    head = rule.head
    yield f"### {head.id} {head.title}\n"
    yield f"{head.rule_class},{LEVELS[head.level]},{STATUSES[head.status]}:数据到齐以前从不执行。\n"
    yield table(
        ("项", "内容"),
        [
            ("等待的数据", ";".join(head.waits_for)),
            ("依据", ";".join(head.legal_basis)),
            *((f"可能的误报:{known.case}", known.check) for known in head.false_positives),
        ],
    )


def _overview(head: RuleHead | WaitingHead) -> tuple[str, ...]:
    anchor = f"{head.id} {head.title}".lower().replace(" ", "-")
    return (
        f"[{head.id}](#{_ANCHOR_DROPS.sub('', anchor)})",
        head.title,
        head.rule_class,
        LEVELS[head.level],
        STATUSES[head.status],
    )


def rules_page(rules: Iterable[Rule], waiting: Iterable[Waiting] = ()) -> str:
    """The rules as staff may read them, in order of their ids, those that wait for data among them."""
    ordered: list[Rule | Waiting] = sorted([*rules, *waiting], key=lambda rule: rule.id)
    return page(
        "监测规则",
        "每条规则是 `sql/rules/alert/` 中的一个文件。"
        "[S..] 为所读网页,[GK] 为一般知识、[PROP] 为设计建议,均未经原文核实。\n",
        "## 一览\n",
        table(("编号", "名称", "类别", "级别", "状态"), (_overview(rule.head) for rule in ordered)),
        "## 逐条\n",
        *(part for rule in ordered for part in (_waiting(rule) if isinstance(rule, Waiting) else _rule(rule))),
    )


def parameters_page(rules: Iterable[Rule], outcome: Verification) -> str:
    """Every parameter a policy file may set, and which rules, or the verification, ask for it."""
    asking = {name: ["核对"] for name in outcome.head.parameters}
    for rule in sorted(rules, key=lambda rule: rule.id):
        for name in (*rule.head.parameters, *rule.head.parameters_if_given):
            asking.setdefault(name, []).append(rule.id)
    rows = (
        (
            f"`{p.name}`",
            p.label,
            p.unit,
            "、".join(p.codes) or KINDS_OF_VALUE[p.kind],
            "、".join(dict.fromkeys([*asking.get(p.name, []), *p.rules])),
            p.basis,
        )
        for p in PARAMETERS.values()
    )
    return page(
        "政策参数",
        "每地一个文件,见 `data/policy/`;写法见 [adding-a-parameter-value](../adding-a-parameter-value.md)。\n",
        "有“依据”的是可选参数:地方文件可以不写,不写则用到它的规则在该地略过(或按合同的固定值);依据里的数字只作说明,从不当作取值。"
        "[S..] 为所读网页,[GK] 为一般知识、[PROP] 为设计建议,均未经原文核实。\n",
        table(("参数", "名称", "单位", "可用的取值", "规则", "依据"), rows),
    )


def pages() -> dict[Path, str]:
    """Every generated page by its path."""
    rules, waiting = parse_catalogue({f"{name}.sql": text for name, text in sql_texts("rules/alert").items()})
    return {
        FOLDER / "tables.md": tables_page(),
        FOLDER / "rules.md": rules_page(rules, waiting),
        FOLDER / "parameters.md": parameters_page(
            rules, parse_verification("outcome.sql", sql_texts("rules/verification")["outcome"])
        ),
        ANALYSTS: filled(ANALYSTS.read_text("utf-8")),
    }


def main(arguments: list[str]) -> int:
    """Write or, with --check, compare; returns the exit code."""
    current = pages()
    stale = [path for path, text in current.items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path.name}: not up to date; run `uv run python -m flows.docs` and commit\n")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(current[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
