"""`verify`: households asked about -> a report each and an answer to every row. Desk, command and flow call it.

Nothing is written and nothing is logged here: what comes out is data in memory, for whoever asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from flows.errors import UsageError
from flows.reference import read_texts
from flows.resources import data_folder, sql_texts
from flows.rulebase import parsed_rules
from flows.settings import Settings
from flows.verify.lastnight import LastNight, last_night
from schemas.catalogue import TABLES
from transforms.policy.resolve import ResolvedPolicy
from transforms.rules.engine import mart_relations
from transforms.rules.head import Rule, parse_verification
from transforms.verify.circle import Around, around
from transforms.verify.found import asked_items, found_of
from transforms.verify.gate import GRANTS, UNREADABLE, gate, in_words, unread_is_void
from transforms.verify.identity import identify
from transforms.verify.purposes import PurposeError, Purposes, parse_purposes
from transforms.verify.report import Case, report
from transforms.verify.request import Request, read_request
from transforms.verify.split import whole, worlds
from transforms.verify.world import ASKED, MEMBERS, Asked, Given, ask

OWN = "civil_affairs"
"""The department whose registers are the centre's own."""
_OUTCOME = "sql/rules/verification/outcome.sql"


@dataclass(frozen=True, slots=True)
class Verified:
    """as_of: day of the data. answers: every row (transforms.verify.request.ANSWERS). reports: one a household, in
    order of the request (transforms/verify/report.py). found: transforms.verify.found.FOUND, of all of them.
    """

    as_of: date
    answers: pl.DataFrame
    reports: list[dict[str, Any]]
    found: pl.DataFrame


@cache
def purposes() -> Purposes:
    """The purposes of data/purposes. Raises UsageError with every fault of their files."""
    gated = {rule.id: rule.head.authorisation for rule in parsed_rules()}
    try:
        return parse_purposes(read_texts(data_folder() / "purposes", "核对用途文件", "data/purposes"), gated)
    except PurposeError as fault:
        raise UsageError(f"核对用途文件有误：\n{fault}") from None


def verify(
    settings: Settings,
    text: pl.DataFrame,
    broken: Mapping[int, str] | None = None,
    notes: Mapping[int, list[str]] | None = None,
) -> Verified:
    """Verify the households of a request on last night's data.

    text: one row a member, columns of schemas.request as text, and row_number (Int64). broken: rows that are not
    readable, with the reason; they are answered too. Raises UsageError where no night was published.
    """
    night, known = last_night(settings), purposes()
    request = read_request(text, known, night.as_of, broken or {}, notes or {})
    if request.households.is_empty():
        return Verified(night.as_of, request.answers, [], pl.DataFrame())
    work = _Work(night, known, request)
    asked = work.ask()
    return Verified(night.as_of, request.answers, work.reports(asked), work.found)


class _Work:
    """One request on its way: who is who, what is open, what is found, and the worlds that rules are asked in."""

    def __init__(self, night: LastNight, known: Purposes, request: Request) -> None:
        self.night, self.purposes, self.request = night, known, request
        self._known_since: dict[tuple[date, str], date] = {}
        self._policies: dict[date, ResolvedPolicy] = {}
        self._known_values: dict[tuple[date, str, str], dict[str, dict[str, Any]]] = {}
        people = night.people()
        homes = request.households.select("request_no", "household_no", "purpose", "asked_on")
        numbers = homes["household_no"].drop_nulls().unique()
        register = night.facts["member"].filter(pl.col("household_no").is_in(numbers.implode()))
        identified = identify(
            request.members.join(homes, on="request_no", maintain_order="left"),
            people,
            register.select("household_no", "person_key").drop_nulls().unique().collect(),
        )
        self.around: Around = around(night.facts, identified["person_key"].unique(), numbers, OWN)
        self.register = unread_is_void(self.around.register, night.defects)
        self.gated = gate(asked_items(identified, known), self._grants(identified), self._revoked(identified))
        self.members = identified.join(in_words(self.gated), on="line", how="left", maintain_order="left")
        self.people = people.join(self.around.keys.to_frame("person_key"), on="person_key", how="semi")
        self.found = found_of(self.gated, self.members, self.around.facts, night.sources, night.defects, known)

    def _grants(self, members: pl.DataFrame) -> pl.DataFrame:
        """Signatures of the request, and those that last night's register has for the same household and person."""
        own = self.request.grants.join(
            members.select("line", "person_key", "purpose"), on="line", maintain_order="left"
        )
        asked = members.select("request_no", "household_no", "person_key")
        there = self.register.join(asked, on=["household_no", "person_key"], maintain_order="left").with_columns(
            opens=pl.lit(None, pl.List(pl.String))
        )
        return pl.concat([own.select(list(GRANTS)), there.select(list(GRANTS))])

    def _revoked(self, members: pl.DataFrame) -> pl.DataFrame:
        """Revocations of the register and of the request; one whose day cannot be read counts from the day asked."""
        own = self.request.grants.join(members.select("line", "person_key", "purpose", "asked_on"), on="line")
        there = self.register.with_columns(asked_on=pl.lit(self.night.as_of))
        unread = pl.when(pl.col("void") == UNREADABLE).then("asked_on")
        columns = ["person_key", "purpose", pl.coalesce("revoked_on", unread).alias("revoked_on")]
        return pl.concat([own.select(columns), there.select(columns)]).drop_nulls().unique()

    def ask(self) -> dict[str, Asked]:
        """Request number -> what its world said. A world: one purpose, one policy, nobody in it twice."""
        homes = self.request.households
        level = worlds(self.members, homes)
        named: dict[tuple[str, date, int], list[str]] = {}
        for number, purpose, day, code in homes.select(
            "request_no", "purpose", "applied_on", "division_code"
        ).iter_rows():
            named.setdefault((purpose, self._since(day, code), level[number]), []).append(number)
        apart = pl.concat([self.night.people(), self.night.only_apart()])
        keys = [frame[c] for frame in self.around.facts.values() for c in frame.columns if c.endswith("_apart_key")]
        apart = apart.filter(pl.col("person_key").is_in(pl.concat([self.around.keys, *keys]).drop_nulls().implode()))
        file = parse_verification(_OUTCOME, sql_texts("rules/verification")["outcome"])
        marts, measures = mart_relations(sql_texts("marts")), sql_texts("verify")["measures"]
        rules = {rule.id: rule for rule in parsed_rules()}
        found: dict[str, Asked] = {}
        for (purpose, day, _), numbers in named.items():
            given = self._given(numbers, purpose, self._policy(day), apart)
            wanted: list[Rule] = [rules[rule] for rule in self.purposes.by_name[purpose].doubts]
            found |= dict.fromkeys(numbers, ask(given, file, measures, wanted, marts))
        return found

    def _since(self, day: date, code: str) -> date:
        if (day, code) not in self._known_since:
            self._known_since[day, code] = self.night.policy_since(day, code)
        return self._known_since[day, code]

    def _policy(self, day: date) -> ResolvedPolicy:
        if day not in self._policies:
            coded = [frame for frame in self.around.facts.values() if "division_code" in frame.columns]
            codes = pl.concat([frame["division_code"] for frame in (self.request.households, *coded)])
            self._policies[day] = self.night.policy_on(day, codes.drop_nulls().unique().to_list())
        return self._policies[day]

    def _given(self, numbers: list[str], purpose: str, policy: ResolvedPolicy, apart: pl.DataFrame) -> Given:
        mine = pl.col("request_no").is_in(numbers)
        gated, one = self.gated.filter(mine), self.purposes.by_name[purpose]
        named = {self.purposes.items[key].source for key in (*one.items, *one.statutory)}
        return Given(
            households=self.request.households.filter(mine),
            members=self.members.filter(mine),
            opened=gated.filter(pl.col("basis").is_not_null()).select("person_key", "source_table").unique(),
            whole=whole(gated),
            facts=self.around.facts,
            people=self.people,
            people_apart=apart,
            policy=policy,
            periods=self.night.periods,
            departments=self.night.departments,
            own=frozenset(key for key in TABLES if key.startswith(f"{OWN}.") and key not in named),
            as_of=self.night.as_of,
            programs=bool(one.programs),
        )

    def reports(self, asked: Mapping[str, Asked]) -> list[dict[str, Any]]:
        """One report a household, in order of the request."""
        members, found = _by(self.members, "request_no"), _by(self.found, "request_no")
        said = {id(one): one for one in asked.values()}
        outcome = _rows(pl.concat([one.outcome for one in said.values()], how="diagonal_relaxed"), "record_no")
        measures = _rows(pl.concat([one.measures for one in said.values()], how="diagonal_relaxed"), "record_no")
        apart = _rows(pl.concat([one.measures_apart for one in said.values()], how="diagonal_relaxed"), "record_no")
        doubts = _doubts(pl.concat([one.doubts for one in said.values()]))
        sources = self.night.sources.to_dicts()
        made = []
        for home in self.request.households.to_dicts():
            number, purpose = home["request_no"], self.purposes.by_name[home["purpose"]]
            tables = dict.fromkeys(self.purposes.items[key].source for key in self.purposes.asked(purpose.purpose))
            case = Case(
                household=home,
                members=members[number],
                found=found[number],
                outcome=outcome.get(ASKED + number),
                measure=measures.get(ASKED + number),
                apart=apart.get(ASKED + number),
                doubts=doubts.get(number, []),
                policy=self._values(home),
                sources=[one for one in sources if one["source_table"] in tables],
                purpose=purpose,
                as_of=self.night.as_of,
            )
            made.append(report(case))
        return made

    def _values(self, home: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """Parameters in force on the day of application at the household's place."""
        place = (self._since(home["applied_on"], home["division_code"]), home["division_code"], home["residence"] or "")
        if place not in self._known_values:
            policy = self._policy(place[0])
            locality = dict(policy.locality.iter_rows()).get(place[1])
            rows = policy.values.filter(
                (pl.col("locality") == locality) & pl.col("residence").is_in(["", place[2]])
            ).sort("residence")
            self._known_values[place] = {row["parameter"]: row for row in rows.to_dicts()}
        return self._known_values[place]


def _by(frame: pl.DataFrame, column: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.to_dicts():
        found.setdefault(row[column], []).append(row)
    return found


def _rows(frame: pl.DataFrame, column: str) -> dict[str, dict[str, Any]]:
    return {row[column]: row for row in frame.to_dicts()}


def _doubts(found: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Request number -> its findings, in order of rule and record, with title and level of the rule."""
    rules = {rule.id: rule.head for rule in parsed_rules()}
    named: dict[str, list[dict[str, Any]]] = {}
    for row in found.sort("rule_id", "anchor_record_no").to_dicts():
        number, head = row["anchor_record_no"].removeprefix(ASKED), rules[row["rule_id"]]
        if row["anchor_table"] == MEMBERS:
            number = number.rpartition("#")[0]
        named.setdefault(number, []).append(row | {"title": head.title, "level": head.level})
    return named
