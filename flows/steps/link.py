"""Link: which records belong to the same person. Only the few that numbers do not settle are looked at one by one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from flows.errors import NightStoppedError
from flows.lake import DONE, digest, read_json, run_step, write_mapped, write_parquet
from flows.linking.links import LinkFolder
from flows.linking.store import SNAPSHOT, known_to
from flows.night import Night
from flows.reference import link_model_text, read_link_model
from flows.steps.link_memory import Begun, begin_linking, remember
from flows.steps.stage import STEP as STAGE
from schemas.catalogue import TABLES
from transforms.link.answers import NUMBERS_NOW, Answers, moves_since
from transforms.link.around import CityAround
from transforms.link.city import City, tokens_at
from transforms.link.crosswalk import Keys, State, TwoByOneAnchorError, crosswalk_of, empty_crosswalk, state_of
from transforms.link.descriptors import Coded
from transforms.link.judged import Judged, judged
from transforms.link.judgements import references_of
from transforms.link.linking import Linked
from transforms.link.links import EVENTS, LINKS, MOVES, answers_of, events, links_of, moves
from transforms.link.namelevels import judged_names
from transforms.link.night import keys_of_night
from transforms.link.persons import persons
from transforms.link.probabilistic import Second, link_open
from transforms.link.queue import certain_of, review_queue
from transforms.link.segments import Mask
from transforms.link.small import (
    Small,
    certain_references,
    edits_here,
    extended,
    here,
    references_of_groups,
    small,
)

STEP = "link"
PEOPLE, ONLY_APART = "people.parquet", "only_apart.parquet"
"""Everybody; and who is there besides when likely links are not believed."""
UNITS = ["descriptor", "group", "method", "certainty", "match_weight", "match_probability", "refs"]
"""Columns of units.parquet. Grain: one unit (transforms/link/units.py) that was compared or linked by weights."""
_AID = [key for key, spec in TABLES.items() if any(column.name == "household_no" for column in spec.columns)]
"""Tables that name a household on aid or applying: a person's eyes go to those first."""


def link(night: Night) -> dict[str, Any]:
    """Write links of every table, people in both worlds, the crosswalk and the events of all nights."""
    model = read_link_model(night.settings.link_model)
    told = link_model_text(night.settings.link_model)
    said = known_to(night.lake, night.as_of)
    inputs = digest(summary_of(night, STAGE), night.previous, night.signature, told, said["id"].to_list())

    def work(folder: Path) -> dict[str, Any]:
        begun, state = begin_linking(night, folder), _state_before(night)
        city = begun.city
        close = city.close()
        part = small(city, close | _judged_ones(begun, said), _more(begun, state, said))
        second = link_open(
            part.coded, part.linked, lambda key, asked: tokens_at(city.tables[key], asked),
            model, begun.names, CityAround(city), edits_here(part, begun.edits),
        )  # fmt: skip
        names = judged_names(second.pairs, second.linked.groups)
        after, whole, close = _judged(night, begun, part, second, said, state, close)

        def known(groups: pl.Series) -> pl.DataFrame:
            open_ones = second.linked.descriptors.filter(pl.Series(here(part, second.linked, city.close())))
            mine = certain_of(second.coded, Linked(open_ones, second.linked.groups, second.linked.usage), groups)
            told_by = certain_references(city, city.close(), groups, _AID)
            return pl.concat([told_by, mine.select(told_by.columns).cast(told_by.schema)])

        queue = review_queue(second.coded, second.linked, second.pairs, after, model.likely, _AID, known)
        linked = after.linked
        write_parquet(said, folder / SNAPSHOT)
        write_parquet(after.standing, folder / "standing.parquet")
        write_parquet(queue, folder / "review.parquet")
        write_parquet(second.pairs, folder / "pairs.parquet")
        write_parquet(second.blocks, folder / "blocks.parquet")
        write_parquet(second.references(), folder / "open.parquet")
        weighed = pl.col("descriptor").is_in(second.pairs["unit"].implode()) | (pl.col("method") == "probabilistic")
        write_parquet(linked.descriptors.filter(weighed).select(UNITS), folder / "units.parquet")
        (folder / "model.yml").write_text(told, "utf-8")
        keys = keys_of_night(after.coded, linked, state, night.as_of, night.secret)
        write_parquet(keys.groups, folder / "groups.parquet")
        numbers = _numbers(keys, city, references_of_groups(city, whole, linked))
        write_mapped(numbers, folder / "numbers.arrow")
        links = _links(city, after.coded, linked, keys, here(whole, linked, close))
        for key, table in links.items():
            write_parquet(table, folder / "close" / f"{key}.parquet")
        remember(night, folder, names, close)
        people, only_apart = persons(linked, keys, _people_before(night), city.part.renewed)
        moved = _moved(night, folder, begun, Answers(city, close, numbers.select(*NUMBERS_NOW), links))
        happened = events(moved, people["person_key"], night.as_of)
        write_parquet(people, folder / PEOPLE)
        write_parquet(only_apart, folder / ONLY_APART)
        write_parquet(keys.state.others, folder / "crosswalk.parquet")
        write_parquet(pl.concat([_events_before(night), happened]), folder / "events.parquet")
        references = int(city.refs.sum())
        likely = sum(table.filter(pl.col("certainty") == "likely").height for table in links.values())
        note = f"{references:,} 处人员引用 → {people.height:,} 人" + (f",{likely:,} 处待核实" if likely else "")
        if capped := int(second.blocks["capped"].sum()):
            note += f",{capped:,} 个过大的比对组未比对"
        if again := after.standing.filter(pl.col("state").is_in(["changed", "contradiction"])).height:
            note += f",{again:,} 条人工判断须重看"
        note += f"({begun.note})"
        return {"note": note, "references": references, "people": people.height, "likely": likely}

    try:
        return run_step(night.folder / STEP, inputs, work)
    except TwoByOneAnchorError as fault:
        raise NightStoppedError(
            f"关联没有完成,未发布:{fault.people} 人与别人共用一个锚定(类别 {'、'.join(fault.kinds)})。"
            "这是程序的错误,不是交付的错误;原来发布的文件不受影响。请保留运行目录原样,把这句话告诉维护人员。"
        ) from None


def summary_of(night: Night, step: str) -> dict[str, Any]:
    """What a step of this night summed up; the next step's inputs depend on it."""
    done: dict[str, Any] = read_json(night.folder / step / DONE)
    return done


def links_path(night: Night, key: str) -> Path:
    """Links of one table tonight."""
    return LinkFolder(night.folder / STEP, night.lake.staged).links(key)


def _folder_before(night: Night) -> LinkFolder | None:
    return None if night.previous_folder is None else LinkFolder(night.previous_folder / STEP, night.lake.staged)


def _state_before(night: Night) -> State:
    before = _folder_before(night)
    return state_of(empty_crosswalk()) if before is None else before.state()


def _people_before(night: Night) -> pl.DataFrame | None:
    if night.previous_folder is None or not (path := night.previous_folder / STEP / PEOPLE).is_file():
        return None
    return pl.read_parquet(path)


def _events_before(night: Night) -> pl.DataFrame:
    if night.previous_folder is None:
        return pl.DataFrame(schema=EVENTS)
    return pl.read_parquet(night.previous_folder / STEP / "events.parquet")


def _moved(night: Night, folder: Path, begun: Begun, tonight: Answers) -> pl.DataFrame:
    """References whose key is another than last night; where its memory cannot be read all links are compared."""
    before = _folder_before(night)
    if before is None:
        return pl.DataFrame(schema=MOVES)
    if begun.same_row is not None:
        return moves_since(tonight, before.answers(begun.last), begun.same_row)
    columns = ["record_no", "person_role", "owner_index", "person_key"]
    now = LinkFolder(folder, night.lake.staged)
    both = [[pl.read_parquet(one.links(key), columns=columns) for one in (now, before)] for key in tonight.links]
    return pl.concat([pl.DataFrame(schema=MOVES), *(moves(*pair) for pair in both)])


def _judged_ones(begun: Begun, said: pl.DataFrame) -> Mask:
    """Descriptors of judged references."""
    found = np.zeros(begun.city.described.height, bool)
    for refs in _judged_refs(begun, said).values():
        found[refs["descriptor"].to_numpy()] = True
    return found


def _judged_refs(begun: Begun, said: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """References in rows that somebody judged, by table (segments.REFS)."""
    found = {}
    for (key,), wanted in references_of(said).group_by("table_key", maintain_order=True):
        if (table := begun.city.tables.get(str(key))) is not None:
            rows = [one.prints["record_no"].is_in(wanted["record_no"].implode()).to_numpy() for one in table.segments]
            found[str(key)] = table.chosen(rows=np.concatenate([np.zeros(0, bool), *rows]))
    return found


def _more(begun: Begun, state: State, said: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """References that are looked at although settled: judged ones, and those of numbers that are new while some
    reference stood alone before, whose key they may take over.
    """
    more = _judged_refs(begun, said)
    if state.others["anchor"].str.starts_with("r:").any():
        city = begun.city
        new = city.part.groups.select("group").join(state.numbers, on="group", how="anti")["group"]
        arriving = city.part.links["group"].is_in(new.implode()).fill_null(value=False).to_numpy()
        for key, table in city.tables.items():
            refs = table.chosen(descriptors=arriving)
            more[key] = pl.concat([more[key], refs]).unique() if key in more else refs
    return more


def _judged(
    night: Night, begun: Begun, part: Small, second: Second, said: pl.DataFrame, state: State, close: Mask
) -> tuple[Judged, Small, Mask]:
    """Judgements carried out; the part of the city that was needed, and whose links are to be told one by one."""
    if said.is_empty():
        return judged(second.coded, second.linked, said, empty_crosswalk(), night.secret), part, close
    city = begun.city
    mine = _judged_ones(begun, said)
    judged_there = pl.Series(here(part, second.linked, mine))
    asked = second.linked.descriptors["group"].filter(judged_there).drop_nulls().unique()
    whole = extended(city, part, second.coded, second.linked, asked)
    groups = whole.linked.groups
    within = pl.col("group").is_in(asked.implode()) | (pl.col("group") < 0)
    told = Linked(whole.linked.descriptors, groups.filter(within), whole.linked.usage)
    seen = state.numbers.filter(pl.col("group").is_in(asked.implode()))
    from_before = crosswalk_of(State(seen, state.others))
    after = judged(whole.coded, told, said, from_before, night.secret)
    people = pl.concat([groups.filter(~within), after.linked.groups]).sort("group")
    linked = Linked(after.linked.descriptors, people, after.linked.usage, after.linked.merged)
    members = city.part.links["group"].is_in(asked.implode()).fill_null(value=False).to_numpy() & (city.refs > 0)
    return Judged(after.coded, linked, after.standing, after.places), whole, close | mine | members


def _numbers(keys: Keys, city: City, more: pl.DataFrame) -> pl.DataFrame:
    """crosswalk.NUMBERS, and `refs`: references of each number's person tonight."""
    groups = keys.state.numbers["group"].to_numpy()
    refs = np.zeros(len(groups) + 1, dtype=np.int64)
    for told in (city.part.groups, more):
        place = np.searchsorted(groups, told["group"].to_numpy())
        place[groups[place.clip(max=len(groups) - 1)] != told["group"].to_numpy()] = len(groups)
        refs[place] += told["refs"].to_numpy().astype(np.int64)
    return keys.state.numbers.with_columns(pl.Series("refs", refs[:-1].astype(np.uint32)))


def _links(city: City, coded: Mapping[str, Coded], linked: Linked, keys: Keys, told: Mask) -> dict[str, pl.DataFrame]:
    """Links of the references whose descriptor is to be `told`, by table."""
    answers, found = answers_of(linked, keys), {}
    for key, table in coded.items():
        if table.references.is_empty():
            found[key] = pl.DataFrame(schema=LINKS)
            continue
        mine = pl.Series(told[linked.of_codes(key).to_numpy()], dtype=pl.Boolean).gather(table.references["code"])
        links = links_of(table, linked, keys, answers).filter(mine)
        rows = city.tables[key].rows[links["row"].to_numpy()]
        found[key] = links.with_columns(pl.Series("row", rows))
    return found
