"""Names, numbers, telephones and address of the people of one alert, read at this moment and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.published import File
from review.pipeline import proof as proofs
from review.pipeline.case import people_named
from review.pipeline.home import published
from review.pipeline.household import age_on, household_no_of, households, members, people
from review.pipeline.statements import ask


@dataclass(frozen=True, slots=True)
class Named:
    """Whom an alert concerns, by key and nothing else: what is counted and logged before anything is opened."""

    household_no: str
    keys: tuple[str, ...]


def concerned(home: Path, alert_id: str, within: str) -> Named | None:
    """The members of the household; where there is none, the people whom the evidence names on record `within`.

    None where the file has no such alert, or not below `within`. Raises NothingPublishedError.
    """
    with published(home) as file:
        proof = proofs.proof_of(file, home, alert_id)
        if proof is None or not (proof.alert["division_code"] or "").startswith(within):
            return None
        rows = households(file, household_no_of(file, proof.alert, within), within)
        if rows:
            listed = members(file, rows[0]["household_no"], proof.night, None)
            keys = {one["person_key"] for one in listed} | ({proof.alert["person_key"]} - {None})
            return Named(rows[0]["household_no"], tuple(sorted(keys - {None})))
        told, _ = people(file, sorted(people_named(proof)), proof.night, within, proof.alert["person_key"])
        return Named("", tuple(one["person_key"] for one in told))


def opened(home: Path, named: Named, within: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Each person with name, whole number, age, telephone and place in the household; and the household's addresses."""
    with published(home) as file:
        rows = households(file, named.household_no or None, within)
        listed = members(file, named.household_no, file.night, None) if rows else []
        relation = {one["person_key"]: one["relation"] for one in listed}
        order = {key: place for place, key in enumerate(relation)}
        addresses = dict.fromkeys(_address(row) for row in rows)
        rows = sorted(
            ask(file, "unmask", people=list(named.keys)), key=lambda one: order.get(one["person_key"], len(order))
        )
        return [_person(file, one, relation) for one in rows], list(addresses)


def _address(row: dict[str, Any]) -> str:
    return str(row["address"] or row["division"] or row["division_code"] or "")


def _person(file: File, row: dict[str, Any], relation: dict[str, str]) -> dict[str, Any]:
    return {
        "name": row["name"] or "", "id_number": row["id_number"] or "", "phone": row["phone"] or "",
        "sex": row["sex"] or "", "birth_date": row["birth_date"], "age": age_on(row["birth_date"], file.night),
        "relation": relation.get(row["person_key"], ""),
    }  # fmt: skip
