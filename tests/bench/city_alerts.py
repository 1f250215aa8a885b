"""What a night says with somebody's links: facts, verification and findings against those with the true links.

Every links file is put in place of the night's own in a copy of the home (hard links, no second copy of the lake), and
the steps assemble, assess and monitor are run on it. The true links go the same way, so that nothing but the links
differs. A likely finding counts like a certain one; needs_review counts as fail. Measured against the true links, and
against the true links of what is resolvable with all else alone (`fair`): no linker can know more.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import polars as pl
from city_references import REFERENCE_ID, night_of, true_links

from flows.lake import DONE, write_json, write_parquet
from flows.rulebase import release_rulebase
from flows.steps.assemble import assemble
from flows.steps.assess import assess
from flows.steps.link import ONLY_APART, PEOPLE
from flows.steps.monitor import monitor
from schemas.facts import PERSON
from transforms.link.links import LINKS
from transforms.link.number import read_numbers

ALERT = ["rule_id", "anchor_table", "anchor_record_no"]
_LATER = ("link", "assemble", "assess", "monitor")


def compared(city: Path, links: dict[str, Path], resolvable: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Figures of every linker: alerts and verification outcomes. `resolvable`: REFERENCE_ID of what can be known."""
    refs = pl.read_parquet(city / "references.parquet")
    truth = true_links(city).select(*REFERENCE_ID, person_key=pl.format("T{}", "true_person"))
    alerts, outcomes = _night_with(city, refs, truth)
    fair, fair_outcomes = _night_with(city, refs, truth.join(resolvable, on=REFERENCE_ID, how="semi"))
    figures = {}
    for name, path in links.items():
        found, told = _night_with(city, refs, pl.read_parquet(path))
        right, knowable = (found.join(wanted, on=ALERT, how="semi").height for wanted in (alerts, fair))
        likely = found.filter(pl.col("certainty") == "likely")
        figures[name] = {
            "alerts": found.height,
            "alerts_true": alerts.height,
            "alerts_f1": 2 * right / (found.height + alerts.height),
            "alerts_missed": alerts.height - right,
            "alerts_wrong": found.height - right,
            "alerts_wrong_certain": _certain(found).join(alerts, on=ALERT, how="anti").height,
            "alerts_fair": fair.height,
            "alerts_fair_f1": 2 * knowable / (found.height + fair.height),
            "alerts_fair_missed": fair.height - knowable,
            "alerts_fair_wrong": found.height - knowable,
            "alerts_fair_wrong_certain": _certain(found).join(fair, on=ALERT, how="anti").height,
            "alerts_likely": likely.height,
            "outcome_right": _agreeing(told, outcomes),
            "outcome_fair_right": _agreeing(told, fair_outcomes),
            "outcomes": told.height,
        }
    return figures


def _certain(found: pl.DataFrame) -> pl.DataFrame:
    return found.filter(pl.col("certainty") == "certain")


def _agreeing(told: pl.DataFrame, wanted: pl.DataFrame) -> float:
    """Share of the wanted outcomes that are told."""
    return told.join(wanted, on=["household_no", "program", "outcome"]).height / max(wanted.height, 1)


def _night_with(city: Path, refs: pl.DataFrame, links: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Findings (ALERT, certainty) and outcomes (household_no, program, outcome) of the night with these links."""
    home = city / "home-with-links"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree((city / "home").resolve(), home, copy_function=os.link)
    night = night_of(city, home)
    for step in _LATER:
        shutil.rmtree(night.folder / step, ignore_errors=True)
    full = _completed(refs, links)
    for (key,), frame in full.group_by("table_key"):
        write_parquet(
            frame.select(pl.col(name).cast(dtype) for name, dtype in LINKS.items()),
            night.folder / "link/links" / f"{key}.parquet",
        )
    people, apart = (_people(full, key) for key in ("person_key", "person_apart_key"))
    write_parquet(people, night.folder / "link" / PEOPLE)
    write_parquet(apart.join(people, on="person_key", how="anti"), night.folder / "link" / ONLY_APART)
    likely = full.filter(pl.col("certainty") == "likely").height
    summary = {"note": "", "references": full.height, "people": full["person_key"].n_unique(), "likely": likely}
    write_json(night.folder / "link" / DONE, {"inputs": "bench", "summary": summary})
    release_rulebase()
    try:
        for step in (assemble, assess, monitor):
            step(night)
    finally:
        release_rulebase()
    findings = pl.read_parquet(night.folder / "monitor" / "findings.parquet").select(*ALERT, "certainty")
    results = pl.read_parquet(night.folder / "assess" / "verification.parquet")
    outcome = pl.col("outcome").cast(pl.String).replace("needs_review", "fail")
    outcomes = results.select("household_no", "program", outcome)
    shutil.rmtree(home)
    return findings.with_columns(pl.col("certainty").cast(pl.String)).unique(ALERT, keep="first"), outcomes


def _completed(refs: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Every reference with the columns of LINKS; what the links leave out stands alone, all else is certain by default.

    A number's holder is who uses it in most tables, unless the links say so themselves.
    """
    numbers = read_numbers(refs["id_number"])
    full = refs.with_columns(
        numbers["number_state"], numbers["first17"], numbers["number_birth"], numbers["number_sex"]
    )
    full = full.join(links, on=REFERENCE_ID, how="left", maintain_order="left").with_row_index("place")
    alone = pl.format("U{}", "place")
    full = full.with_columns(pl.coalesce("person_key", alone))
    given = {
        "person_apart_key": pl.col("person_key"),
        "method": pl.lit("exact_id"),
        "certainty": pl.lit("certain"),
        "match_weight": pl.lit(None, pl.Float64),
        "match_probability": pl.lit(None, pl.Float64),
    }
    full = full.with_columns(value.alias(name) for name, value in given.items() if name not in full.columns)
    full = full.with_columns(pl.coalesce(name, given[name]) for name in ("person_apart_key", "method", "certainty"))
    if "number_holder_key" in full.columns:
        return full
    used = full.drop_nulls("first17").group_by("first17", "person_key")
    used = used.agg(tables=pl.col("table_key").n_unique(), refs=pl.len())
    used = used.sort("first17", "tables", "refs", "person_key", descending=[False, True, True, False])
    holder = used.unique("first17", keep="first", maintain_order=True)
    return full.join(
        holder.select("first17", number_holder_key="person_key"), on="first17", how="left", maintain_order="left"
    )


def _people(full: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row for each key: what most references say, and what the number in most use says of birth date and sex."""
    mine = full.with_columns(person_key=key)

    def most(column: str) -> pl.DataFrame:
        counts = mine.drop_nulls(column).group_by("person_key", column).len()
        ranked = counts.sort("person_key", "len", column, descending=[False, True, False])
        return ranked.unique("person_key", keep="first", maintain_order=True).select("person_key", column)

    people = mine.select("person_key").unique().sort("person_key")
    for column in ("name", "sex", "birth_date", "first17"):
        people = people.join(most(column), on="person_key", how="left", maintain_order="left")
    said = mine.drop_nulls("first17").unique("first17", keep="first", maintain_order=True)
    said = said.select("first17", "id_number", "number_birth", "number_sex")
    people = people.join(said, on="first17", how="left", maintain_order="left")
    return people.select(
        "person_key",
        name="name",
        id_number="id_number",
        sex=pl.coalesce("number_sex", "sex"),
        birth_date=pl.coalesce("number_birth", "birth_date"),
    ).select(*PERSON.columns)
