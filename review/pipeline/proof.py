"""The proof of an alert (flows/alerts/explain.py) as the case page tells it, and of it what a township reads."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.alerts import explain as pipeline
from flows.alerts.explain import Proof
from flows.deliveries import DeliveryLog
from flows.errors import UsageError
from flows.lake import Lake
from flows.published import File
from review.pipeline.home import version_of
from review.pipeline.words import METHODS, SURE
from schemas.catalogue import TABLES
from transforms.basis import basis_parts

# What the township itself keeps or sees on a visit; not income, medical bills, payments or accounts.
TOWNSHIP_TABLES = frozenset(
    f"civil_affairs.{name}"
    for name in ("households", "household_members", "authorisations", "marriages", "deaths", "children", "elder_care",
                 "staff_relatives", "village_officials", "temporary_aid")
) | {"housing.properties", "housing.rentals", "housing.sale_contracts"}  # fmt: skip
_ACCOUNT = re.compile("账户|户名|账号|收入|工资|存款")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_BLANK = re.compile(r"\{\w+\}")


def proof_of(file: File, home: Path, alert_id: str) -> Proof | None:
    """The proof; None if the file has no such alert."""
    try:
        return pipeline.proof(file, Lake(home.absolute()), alert_id, _log(home.absolute(), version_of(home)))
    except UsageError:
        return None


@lru_cache(maxsize=2)
def _log(home: Path, version: object) -> DeliveryLog:
    """The journal of deliveries, read once for each published file: it can only have grown by later nights since."""
    return DeliveryLog(Lake(home))


def facts(proof: Proof, names: dict[str, str], township: bool) -> tuple[list[dict[str, Any]], int]:
    """Items of evidence with place and identity, and how many are kept from a township. names: key -> masked name.

    A township reads no evidence at all where the rule has a text of its own for it, and else no line of income,
    medical bills, payments and accounts.
    """
    about_deliveries = proof.rule.get("needs") == []
    told = [_fact(number, one, names, about_deliveries) for number, one in enumerate(proof.facts)]
    if not township:
        return told, 0
    seen = [] if kept_from_townships(proof) else [one for one in told if _for_township(one)]
    return seen, len(told) - len(seen)


def kept_from_townships(proof: Proof) -> bool:
    """Whether the rule has a text of its own for townships: then what it rests on is not for them."""
    return proof.alert.get("township_text") not in (None, proof.alert["explanation"])


def _for_township(one: dict[str, Any]) -> bool:
    return one["source_table"] in TOWNSHIP_TABLES and not _ACCOUNT.search(f"{one['what']}{one['value']}")


def _fact(number: int, fact: dict[str, Any], names: dict[str, str], about_deliveries: bool) -> dict[str, Any]:
    links = [
        {
            "place": place,
            "who": names.get(link["person_key"], ""),
            "method": METHODS.get(link["method"], link["method"]),
            "sure": SURE.get(link["certainty"], link["certainty"]),
            "likely": link["certainty"] == "likely",
            "plain": link["method"] == "exact_id" and link["certainty"] == "certain",
        }
        for place, link in enumerate(fact["identity"])
    ]
    return {
        "number": number, "what": fact["what"], "value": _short(fact["value"]), "on": fact["on"],
        "source_table": fact["source_table"], "record_no": fact["record_no"], **where(fact, about_deliveries),
        "identity": links,
    }  # fmt: skip


def _short(value: str | None) -> str | None:
    """240.0000 -> 240; amounts keep their two places."""
    return value.rstrip("0").rstrip(".") if value and _LONG.fullmatch(value) else value


def where(record: dict[str, Any], about_deliveries: bool = False) -> dict[str, Any]:
    """department, table, and file and row or why they are not known."""
    place, spec = record["place"], TABLES.get(record["source_table"])
    named = {
        "department": place["department"] if place else (spec.department_label if spec else ""),
        "table": place["table"] if place else (spec.label if spec else record["source_table"]),
        "record_no": record["record_no"],
    }
    if about_deliveries:
        return named | {"file": "", "note": "整张表或政策文件的问题，不指某一条记录"}
    if place is None:
        return named | {"file": "", "note": "约定中没有这张表"}
    if place["row_number"] is None:
        return named | {"file": "", "note": place["note"]}
    batch = f"{place['batch_date']} 批次第 {place['revision']} 版"
    row = f"{place['file']} 第 {place['row_number']} 行"
    return named | {"file": row, "batch": batch, "note": place["note"] or ""}


def rule_told(proof: Proof, township: bool) -> dict[str, Any]:
    """The rule in plain words: sentence with blanks, legal sources with what their marks mean, known false alarms."""
    rule = proof.rule
    sources = [basis_parts(told) for told in rule.get("legal_basis") or []]
    return {
        "rule_id": rule["rule_id"], "title": rule["title"], "version": rule["version"],
        "version_found_by": rule["version_found_by"], "class": rule.get("class") or "",
        "sentence": "" if township else _BLANK.sub("…", rule.get("sentence") or ""),
        "sources": [{"text": text, "marks": marks} for text, marks in sources],
        "checks": rule.get("false_positives") or [],
    }  # fmt: skip
