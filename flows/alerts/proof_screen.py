"""The screen of `hedui explain`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console

from flows.alerts.explain import Proof
from flows.alerts.screen import HELD, LEVELS, LIVES, STATES, SURE
from transforms.basis import basis_text

METHODS = {
    "exact_id": "证号姓名一致",
    "repaired_id": "证号修复",
    "probabilistic": "概率关联",
    "reviewed": "人工判定",
    "unlinked": "未关联到其他记录",
}


def show_proof(proof: Proof, console: Console) -> None:
    """The proof, part by part."""
    parts = (_head, _facts, _rule, _parameters, _changes, _checks, _decisions)
    for part in parts:
        for line in part(proof):
            console.print(line, markup=False)


def _head(proof: Proof) -> Iterator[str]:
    alert = proof.alert
    state = LIVES[alert["life"]] if alert.get("life") else STATES[alert["state"]]
    yield f"预警 {alert['alert_id']}（{proof.night} 夜）"
    yield f"  {alert['rule_id']} {alert['title']}  {LEVELS[alert['level']]}  {state}  {SURE[alert['confidence']]}"
    yield f"  {alert['explanation']}"
    where = "；".join(
        f"{label} {alert[name]}"
        for label, name in (("区划", "division"), ("家庭", "household_no"), ("类别", "program"), ("人员", "person_key"))
        if alert.get(name)
    )
    yield f"  {where}"
    days = (("首次发现", "first_seen"), ("本轮起始", "opened_on"), ("最近发现", "last_seen"), ("消除", "resolved_on"))
    told = [f"{label} {alert[name]}" for label, name in days if alert.get(name)]
    yield f"  {'；'.join(told)}；期限 {alert.get('close_by') or alert['due_on']}；再次出现 {alert['times_reopened']} 次"
    if alert["frozen"]:
        yield f"  冻结：{alert['frozen_reason']}"
    if alert.get("held_back"):
        under = f"，见 {alert['held_back_under']}" if alert.get("held_back_under") else ""
        yield f"  暂缓交办：{alert.get('held_back_why') or HELD.get(alert['held_back'], alert['held_back'])}{under}"


def _facts(proof: Proof) -> Iterator[str]:
    yield "事实"
    about_deliveries = proof.rule.get("needs") == []  # it rests on no delivered row (transforms/rules/head.py)
    for number, fact in enumerate(proof.facts):
        said = "：".join(str(part) for part in (fact["what"], fact["value"]) if part is not None)
        yield f"  {number}. {said}{' ' + str(fact['on']) if fact['on'] else ''}"
        yield f"     {_whole(fact) if about_deliveries else _place(fact)}"
        yield from (f"     {said}" for said in _disputed(fact))
        for link in fact["identity"]:
            yield f"     身份：{_sure(link)}"
            if link["method"] != "exact_id" or link["certainty"] != "certain":
                yield f"       为何：{link['explain']}"
    if proof.others and not about_deliveries:
        yield "所依据的其他记录"
        for other in proof.others:
            yield f"  {_place(other)}"
            yield from (f"    {said}" for said in _disputed(other))


def _disputed(fact: dict[str, Any]) -> Iterator[str]:
    if fact["disputes"]:
        yield f"有异议 {'、'.join(fact['disputes'])}，了结前不得只以这条记录为据"


def _whole(fact: dict[str, Any]) -> str:
    place = fact["place"]
    table = fact["source_table"] if place is None else f"{place['department']}·{place['table']}"
    return f"{table}：整张表或政策文件的问题，不指某一条记录（{fact['record_no']}）"


def _place(fact: dict[str, Any]) -> str:
    place = fact["place"]
    if place is None:
        return f"{fact['source_table']} 流水号 {fact['record_no']}（约定中没有这张表）"
    where = f"{place['department']}·{place['table']} 流水号 {fact['record_no']}"
    if place["row_number"] is None:
        return f"{where}（{place['note']}）"
    row = f"{where}，{place['batch_date']} 批次第 {place['revision']} 版 {place['file']} 第 {place['row_number']} 行"
    return row + (f"({place['note']})" if place["note"] else "")


def _sure(link: dict[str, Any]) -> str:
    told = f"{METHODS.get(link['method'], link['method'])}，{SURE[link['certainty']]}"
    if link["match_weight"] is not None:
        told += f"，权重 {link['match_weight']:.1f}"
    if link["match_probability"] is not None:
        told += f"，概率 {link['match_probability']:.3f}"
    return f"{told}，{link['person_key']}"


def _rule(proof: Proof) -> Iterator[str]:
    rule = proof.rule
    if rule["version"] is None:
        yield f"规则 {rule['rule_id']}：本夜的规则中已没有它；发现时为第 {rule['version_found_by']} 版"
        return
    changed = "" if rule["version"] == rule["version_found_by"] else f"；最近发现时为第 {rule['version_found_by']} 版"
    yield f"规则 {rule['rule_id']} {rule['title']}（第 {rule['version']} 版{changed}）"
    yield f"  句式：{rule['sentence']}"
    yield "  政策依据："
    yield from (f"    {basis_text(text)}" for text in rule["legal_basis"])
    yield f"  SQL 全文：hedui rules show {rule['rule_id']} --sql"


def _parameters(proof: Proof) -> Iterator[str]:
    if not proof.parameters:
        yield "参数：这条规则不用参数"
        return
    yield f"参数（{proof.parameters[0]['locality'] or '没有政策文件的地方'}）"
    for one in proof.parameters:
        if one["value"] is None:
            yield f"  {one['label']}（{one['parameter']}）：未知"
            continue
        since = f"，自 {one['valid_from']} 起" if one["valid_from"] else ""
        yield f"  {one['label']}（{one['parameter']}）：{one['value']}{one['unit'] or ''}{since}"
        yield f"    依据：{one['source'] or '没有写明'}（{one['mark'] or '性质不明'}）"


def _changes(proof: Proof) -> Iterator[str]:
    alert = proof.alert
    yield f"与上次相比：{alert['changed_since_last'] or '没有变化'}"
    if alert.get("seen_change"):
        yield f"与上次交办时相比：{alert['seen_change']}"


def _checks(proof: Proof) -> Iterator[str]:
    yield "常见误报及核实办法"
    yield from (f"  {text}" for text in proof.rule.get("false_positives") or ["没有记录"])


def _decisions(proof: Proof) -> Iterator[str]:
    if proof.decisions is None:
        yield "决定：发布文件中还没有决定的记录"
        return
    yield "决定" if proof.decisions else "决定：没有"
    for one in proof.decisions:
        parts = (one.get(name) for name in ("decided_on", "disposition", "decided_by", "standing", "reason", "why"))
        yield "  " + "；".join(str(part) for part in parts if part not in (None, ""))
