"""`hedui explain`: the whole proof of one alert, from the published file and the journal of deliveries.

Tells no name and no number: what a department wrote is shown as the rule cited it, with whatever looks like a number
masked.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flows.alerts.places import Place, Record, places
from flows.deliveries import DeliveryLog
from flows.errors import UsageError
from flows.lake import Lake
from flows.policy_commands import MARKS, unit_text
from flows.published import File, opened
from flows.settings import Settings
from transforms.basis import basis_text
from transforms.masking import mask_text
from transforms.policy.parameters import PARAMETERS

_LINK = ("person_role", "owner_index", "person_key", "method", "certainty", "match_weight", "match_probability")


@dataclass(frozen=True, slots=True)
class Proof:
    """night: of the file. alert: its row, with the names of division and class. facts: one an item of evidence, the
    anchor first, each with its place, its links and the disputes that suspend it. others: further records that it
    rests on, with their place and disputes.
    parameters: values in force with their source. decisions: oldest first; None where the file tells of none yet.
    """

    night: date
    alert: dict[str, Any]
    facts: list[dict[str, Any]]
    others: list[dict[str, Any]]
    rule: dict[str, Any]
    parameters: list[dict[str, Any]]
    decisions: list[dict[str, Any]] | None
    events: list[dict[str, Any]] | None

    def as_data(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return asdict(self)


def explain(settings: Settings, alert_id: str) -> Proof:
    """The proof of an alert. Raises UsageError if the file has no such alert."""
    with opened(settings) as file:
        return proof(file, Lake(settings.home.absolute()), alert_id)


def proof(file: File, lake: Lake, alert_id: str, log: DeliveryLog | None = None) -> Proof:
    """The same from a file that is open; `log`: the journal of deliveries, for who has read it already."""
    alert = _alert(file, alert_id)
    evidence = json.loads(alert.pop("evidence"))
    anchor = (alert["anchor_table"], alert["anchor_record_no"])
    cited = [(one["source_table"], one["record_no"]) for one in evidence]
    rested = [_record(text) for text in alert.pop("rests_on") or ()]
    others = [record for record in dict.fromkeys(rested) if record not in {anchor, *cited}]
    # A resolved alert's evidence is that of the night on which it was last found.
    found = places(lake, alert["last_seen"], [anchor, *cited, *others], log)
    contested = _contested(file, [anchor, *cited, *others])
    items = [{"what": "锚定记录", "value": None, "on": None, "record": anchor}] + [
        {"what": one["what"], "value": _plain(one["value"]), "on": one["on"], "record": record}
        for one, record in zip(evidence, cited, strict=True)
    ]
    links = _links(file, [anchor, *cited], alert["person_key"])
    rule = _rule(file, alert)
    return Proof(
        night=file.night,
        alert=alert,
        facts=[_fact(item, found, contested, links, anchor) for item in items],
        others=[_source(record, found, contested) for record in others],
        rule=rule,
        parameters=parameters(file, alert["household_no"], alert["division_code"], rule.get("parameters") or []),
        decisions=_of_alert(file, "decisions", alert_id, "decided_on"),
        events=_of_alert(file, "alert_events", alert_id, "night"),
    )


def _alert(file: File, alert_id: str) -> dict[str, Any]:
    rows = file.rows(
        "SELECT alerts.*, divisions_now.full_name AS division FROM alerts "
        "LEFT JOIN divisions_now ON alerts.division_code = divisions_now.code WHERE alerts.alert_id = ?",
        [alert_id],
    )
    if not rows:
        raise UsageError(f"最近一夜没有预警 {alert_id}。预警编号见 hedui alerts，如 A0633dddead08fd19b818。")
    texts = ("explanation", "changed_since_last", "seen_change", "township_text", "held_back_why")
    return {name: _plain(value) if name in texts else value for name, value in rows[0].items()}


def _record(pointer: str) -> Record:
    table, _, number = pointer.partition("#")
    return table, number


def _plain(text: str | None) -> str | None:
    return None if text is None else mask_text(text)


def _source(record: Record, found: dict[Record, Place], contested: dict[Record, list[str]]) -> dict[str, Any]:
    table, number = record
    place = found.get(record)
    told = {"source_table": table, "record_no": number, "place": place.as_data() if place else None}
    return told | {"disputes": contested.get(record, [])}


def _fact(
    item: dict[str, Any],
    found: dict[Record, Place],
    contested: dict[Record, list[str]],
    links: dict[Record, list[dict[str, Any]]],
    anchor: Record,
) -> dict[str, Any]:
    record = item.pop("record")
    told = [one | {"explain": _pointer(record, one, anchor)} for one in links.get(record, [])]
    return item | _source(record, found, contested) | {"identity": told}


def _pointer(record: Record, link: dict[str, Any], anchor: Record) -> str:
    """The command that tells why this record was linked to that person."""
    owner = f"/{link['owner_index']}" if link["owner_index"] > 1 else ""
    other = link["person_key"] if record == anchor else "/".join(anchor)
    return f"hedui link explain {record[0]}/{record[1]}#{link['person_role']}{owner} {other}"


def _contested(file: File, records: list[Record]) -> dict[Record, list[str]]:
    """Disputes that suspend one of the records."""
    found: dict[Record, list[str]] = {}
    if "suspends" not in file.columns("disputes"):
        return found
    asked = (
        "SELECT source_table, record_no, dispute_id FROM disputes WHERE suspends "
        "AND record_no IN (SELECT unnest(?)) ORDER BY dispute_id"
    )
    for row in file.rows(asked, [[number for _, number in records]]):
        found.setdefault((row["source_table"], row["record_no"]), []).append(row["dispute_id"])
    return found


def _links(file: File, records: list[Record], person: str | None) -> dict[Record, list[dict[str, Any]]]:
    """Links of the records; where the alert is of one person and a record names that person, only that link."""
    names = [f"{table}#{number}" for table, number in dict.fromkeys(records)]
    rows = file.rows(
        f"SELECT department || '.' || table_name AS source_table, record_no, {', '.join(_LINK)} FROM identity_links "
        "WHERE record_no IN (SELECT unnest(?)) AND department || '.' || table_name || '#' || record_no "
        "IN (SELECT unnest(?)) ORDER BY ALL",
        [[number for _, number in records], names],
    )
    found: dict[Record, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row.pop("source_table"), row.pop("record_no")), []).append(row)
    for record, links in found.items():
        own = [one for one in links if one["person_key"] == person]
        found[record] = own or links
    return found


def _rule(file: File, alert: dict[str, Any]) -> dict[str, Any]:
    """The rule as the file has it, with the version by which the alert was found; little where the rule is gone."""
    rows = file.rows("SELECT * FROM rules WHERE rule_id = ?", [alert["rule_id"]])
    found = rows[0] if rows else {"rule_id": alert["rule_id"], "title": alert["title"], "version": None}
    return found | {"version_found_by": alert["rule_version"]}


def parameters(
    file: File, household_no: str | None, division_code: str | None, names: list[str]
) -> list[dict[str, Any]]:
    """Values in force on the night of the file at the place whose policy held; null values are unknown there."""
    if not names:
        return []
    place = {"locality": None, "residence": ""}
    if household_no is not None:
        asked = "SELECT locality, residence FROM mart.household_place WHERE household_no = ?"
        place = next(iter(file.rows(asked, [household_no])), place)
    if place["locality"] is None:
        asked = "SELECT locality FROM mart.locality WHERE division_code IN (?, '') ORDER BY division_code DESC LIMIT 1"
        place |= next(iter(file.rows(asked, [division_code or ""])), {})
    rows = file.rows(
        "SELECT * FROM policy_values WHERE locality = ? AND residence IN ('', ?) AND parameter IN (SELECT unnest(?)) "
        "ORDER BY list_position(?, parameter), residence DESC",
        [place["locality"] or "", place["residence"], names, names],
    )
    best = {row["parameter"]: row for row in reversed(rows)}
    return [_parameter(name, best.get(name), place["locality"]) for name in names]


def _parameter(name: str, row: dict[str, Any] | None, locality: str | None) -> dict[str, Any]:
    known, row = PARAMETERS.get(name), row or {}
    unit = row.get("unit") or (known.unit if known else "")
    return {
        "parameter": name,
        "label": known.label if known else name,
        "locality": locality,
        "residence": row.get("residence"),
        "value": row.get("value"),
        "unit": unit_text(known.label if known else name, unit),
        "valid_from": row.get("valid_from"),
        "source": basis_text(row.get("source") or "") or None,
        "mark": MARKS.get(row.get("mark") or "", row.get("mark")),
    }


def _of_alert(file: File, table: str, alert_id: str, order: str) -> list[dict[str, Any]] | None:
    """Rows of another table about the alert; None where the file has no such table."""
    columns = file.columns(table)
    if "alert_id" not in columns:
        return None
    ordered = f" ORDER BY {order}" if order in columns else ""
    rows = file.rows(f"SELECT * FROM {table} WHERE alert_id = ?{ordered}", [alert_id])
    return [
        {name: _plain(said) if name in ("reason", "why", "detail") else said for name, said in row.items()}
        for row in rows
    ]
