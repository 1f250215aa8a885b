"""Link: which records belong to the same person. Table by table, so that only slim references stay in memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from flows.lake import DONE, digest, read_json, run_step, write_parquet
from flows.linking.store import SNAPSHOT, known_to
from flows.night import Night
from flows.reference import link_model_text, read_link_model
from flows.steps.stage import STEP as STAGE
from flows.steps.stage import rows_in_force
from schemas.catalogue import TABLES, TableSpec
from transforms.link.context import Asked, context_columns, row_tokens
from transforms.link.crosswalk import empty_crosswalk
from transforms.link.descriptors import Coded, code, gather
from transforms.link.judged import judged
from transforms.link.linking import link as link_descriptors
from transforms.link.links import EVENTS, MOVES, events, links_of, moves
from transforms.link.night import keys_of_night
from transforms.link.persons import persons
from transforms.link.probabilistic import link_open
from transforms.link.queue import review_queue
from transforms.link.references import person_references

STEP = "link"
UNITS = ["descriptor", "group", "method", "certainty", "match_weight", "match_probability", "refs"]
"""Columns of units.parquet. Grain: one unit (transforms/link/units.py) that was compared or linked by weights."""
_AID = [key for key, spec in TABLES.items() if any(column.name == "household_no" for column in spec.columns)]
"""Tables that name a household on aid or applying: a person's eyes go to those first."""
_MOVING = ["record_no", "person_role", "owner_index", "person_key"]


def link(night: Night) -> dict[str, Any]:
    """Write links of every table, people in both worlds, the crosswalk and the events of all nights."""
    model = read_link_model(night.settings.link_model)
    told = link_model_text(night.settings.link_model)
    said = known_to(night.lake, night.as_of)
    inputs = digest(summary_of(night, STAGE), night.previous, night.signature, told, said["id"].to_list())

    def work(folder: Path) -> dict[str, Any]:
        coded = {spec.key: _coded(night, spec) for spec in TABLES.values() if spec.persons}
        second = link_open(coded, link_descriptors(gather(coded.values())), partial(_tokens, night), model)
        after = judged(second.coded, second.linked, said, _before(night, "crosswalk"), night.secret)
        queue = review_queue(second.coded, second.linked, second.pairs, after, model.likely, _AID)
        coded, linked = after.coded, after.linked
        write_parquet(said, folder / SNAPSHOT)
        write_parquet(after.standing, folder / "standing.parquet")
        write_parquet(queue, folder / "review.parquet")
        write_parquet(second.pairs, folder / "pairs.parquet")
        write_parquet(second.blocks, folder / "blocks.parquet")
        write_parquet(second.references(), folder / "open.parquet")
        weighed = pl.col("descriptor").is_in(second.pairs["unit"].implode()) | (pl.col("method") == "probabilistic")
        write_parquet(linked.descriptors.filter(weighed).select(UNITS), folder / "units.parquet")
        (folder / "model.yml").write_text(told, "utf-8")
        keys = keys_of_night(coded.values(), linked, _before(night, "crosswalk"), night.as_of, night.secret)
        write_parquet(keys.groups, folder / "groups.parquet")
        moved, likely, references = [pl.DataFrame(schema=MOVES)], 0, 0
        for key in list(coded):
            links = links_of(coded.pop(key), linked, keys)
            if (before := _links_before(night, key)) is not None:
                moved.append(moves(links, before))
            write_parquet(links, folder / "links" / f"{key}.parquet")
            likely += links.filter(pl.col("certainty") == "likely").height
            references += links.height
        people, people_apart = persons(linked, keys)
        happened = events(pl.concat(moved), people["person_key"], night.as_of)
        write_parquet(people, folder / "people.parquet")
        write_parquet(people_apart, folder / "people_apart.parquet")
        write_parquet(keys.crosswalk, folder / "crosswalk.parquet")
        write_parquet(pl.concat([_before(night, "events"), happened]), folder / "events.parquet")
        note = f"{references:,} 处人员引用 → {people.height:,} 人" + (f",{likely:,} 处待核实" if likely else "")
        if capped := int(second.blocks["capped"].sum()):
            note += f",{capped:,} 个过大的比对组未比对"
        if again := after.standing.filter(pl.col("state").is_in(["changed", "contradiction"])).height:
            note += f",{again:,} 条人工判断须重看"
        return {"note": note, "references": references, "people": people.height, "likely": likely}

    return run_step(night.folder / STEP, inputs, work)


def summary_of(night: Night, step: str) -> dict[str, Any]:
    """What a step of this night summed up; the next step's inputs depend on it."""
    done: dict[str, Any] = read_json(night.folder / step / DONE)
    return done


def links_path(night: Night, key: str) -> Path:
    """Links of one table tonight."""
    return night.folder / STEP / "links" / f"{key}.parquet"


def _coded(night: Night, spec: TableSpec) -> Coded:
    text_names = [person.role for person in spec.persons if spec.column(person.name).type == "text"]
    rows = rows_in_force(night, spec, person_columns(spec))
    return code(spec.key, person_references(rows, spec.persons, text_names))


def person_columns(spec: TableSpec) -> list[str]:
    """Columns of a table that describe the people in it."""
    of_each = ((one.name, one.id_number, one.sex, one.birth_date) for one in spec.persons)
    return sorted({column for columns in of_each for column in columns if column})


def _tokens(night: Night, key: str, asked: Asked) -> pl.DataFrame:
    """What the rows of a table say besides the person: read again, since it is kept only where it is needed."""
    spec = TABLES[key]
    columns = context_columns(spec.columns)
    return row_tokens(rows_in_force(night, spec, [*columns]), columns, asked)


def _before(night: Night, name: str) -> pl.DataFrame:
    """Crosswalk or events as the night before left them."""
    if night.previous_folder is None:
        return empty_crosswalk() if name == "crosswalk" else pl.DataFrame(schema=EVENTS)
    return pl.read_parquet(night.previous_folder / STEP / f"{name}.parquet")


def _links_before(night: Night, key: str) -> pl.DataFrame | None:
    if night.previous_folder is None:
        return None
    path = night.previous_folder / STEP / "links" / f"{key}.parquet"
    return pl.read_parquet(path, columns=_MOVING) if path.is_file() else None
