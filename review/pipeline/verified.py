"""What a household declared against what was found, with the line that policy draws. Grain: item of a household row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flows.alerts.explain import parameters
from flows.published import File
from review.pipeline.statements import ask
from review.pipeline.words import VERDICTS, money
from schemas.catalogue import TABLES

_POLICY = (
    "standard", "edge_multiple", "disposable_income_year", "rigid_share", "home_count_limit", "home_area_per_head_m2",
)  # fmt: skip
_MANY = {"是": "多套", "否": "没有多套"}
_ASSETS = {"registered": "登记", "bought": "网签买入"}


def verified(file: File, households: list[dict[str, Any]], people: list[str]) -> list[dict[str, Any]]:
    """One a verified household row: outcome, reasons, rows (item, declared, found, line, says, over), policy, assets.

    people: keys of the authorised members; of others no property is looked for.
    """
    if not households:
        return []
    number = households[0]["household_no"]
    results = ask(file, "verified", household_no=number)
    if not results:
        return []
    items = ask(file, "items", household_no=number)
    assets = [_asset(row) for row in ask(file, "assets", people=people)] if people else []
    policy = parameters(file, number, households[0]["division_code"], list(_POLICY))
    told = []
    for result in results:
        row = next((one for one in households if one["program"] == result["program"]), households[0])
        own = {one["item"]: one for one in items if one["program"] == result["program"]}
        rows = _rows(row, own, {one["parameter"]: one for one in policy}, assets, result["program"])
        told.append(
            result
            | {"verdict": VERDICTS.get(result["outcome"], result["outcome"]), "rows": rows, "assets": assets}
            | {"policy": [one for one in policy if one["value"] is not None]}
        )
    return told


def _asset(row: dict[str, Any]) -> dict[str, Any]:
    spec = TABLES.get(row["source_table"])
    area = "" if row["area_m2"] is None else f"{row['area_m2']:.2f}".rstrip("0").rstrip(".")
    return {
        "kind": _ASSETS[row["kind"]], "usage": row["usage"] or "用途未填", "area": area, "on": row["on_date"],
        "table": f"{spec.department_label}·{spec.label}" if spec else row["source_table"],
        "record_no": row["record_no"],
    }  # fmt: skip


def _rows(
    row: dict[str, Any], items: dict[str, Any], policy: dict[str, Any], assets: list[dict[str, Any]], program: str
) -> list[dict[str, Any]]:
    amount = {name: one["amount_yuan"] for name, one in items.items()}
    word = {name: one["value"] for name, one in items.items()}
    declared, found = amount.get("申报家庭月收入"), amount.get("核对家庭月收入")
    taken, head = amount.get("采用的家庭月收入"), amount.get("人均月收入")
    standard, edge = amount.get("低保标准(人月)"), amount.get("低保边缘线(人月)")
    line = {"最低生活保障": standard, "低保边缘": edge}.get(program)
    people = int(word.get("家庭人口") or 0)
    each = None if declared is None or not people else round(declared / people, 2)
    unknown = "未能核定"
    lines = "；".join(f"{name} {money(value)}" for name, value in (("低保标准", standard), ("边缘线", edge)) if value)
    homes = _limit(policy, "home_count_limit", "少于 {} 套，")
    area = _limit(policy, "home_area_per_head_m2", "或人均不超过 {} 平方米")
    rigid = amount.get("近12个月刚性支出")
    many = word.get("多套住房")
    return [
        _row("家庭月收入", money(declared), money(found) or unknown, "", f"采用较大者 {money(taken)}" if taken else "",
             _more(found, declared), True),
        _row("人均月收入", money(each), money(head) or unknown, lines, f"按 {people} 人", _more(head, line), True),
        _row("家庭人口", row["registered_members"], people, "", "共同生活且在世的成员",
             row["registered_members"] not in (None, people)),
        _row("住房套数", row["declared_home_count"], _MANY.get(many or "", unknown), homes + area,
             f"名下房产记录 {len(assets)} 条", many == "是"),
        _row("非居住用房", "", word.get("非居住用房") or unknown, "", "", word.get("非居住用房") == "是"),
        _row("近12个月购房", "", word.get("近12个月购房") or unknown, "", "", word.get("近12个月购房") == "是"),
        _row("存款", money(row["declared_deposits_yuan"]), "", "", "没有接入金融数据，不核对", False, True),
        _row("近12个月刚性支出", "", money(rigid) or unknown, _rigid(policy), "个人负担的医疗费", False, True),
        _row("未授权成员", "", word.get("未授权成员"), "", "未授权的不查收入和财产",
             word.get("未授权成员") not in ("0", None)),
    ]  # fmt: skip


def _row(
    item: str, declared: object, found: object, line: str, says: str, over: bool, number: bool = False
) -> dict[str, Any]:
    blank = "" if declared is None else declared
    return {
        "item": item, "declared": blank, "found": "" if found is None else found, "line": line, "says": says,
        "over": over, "number": number,
    }  # fmt: skip


def _more(found: Decimal | None, than: Decimal | None) -> bool:
    return found is not None and than is not None and found > than


def _limit(policy: dict[str, Any], name: str, text: str) -> str:
    value = policy[name]["value"]
    return "" if value is None else text.format(value)


def _rigid(policy: dict[str, Any]) -> str:
    share = policy["rigid_share"]["value"]
    return "" if share is None else f"刚性支出困难：家庭年收入的 {Decimal(str(share)) * 100:.0f}%"
