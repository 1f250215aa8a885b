"""The link step of one night, put together.

A large city is walked table by table, so that only slim references stay in memory:

    coded = {key: code(key, person_references(...)) for key in tables}        # drop the strings, table by table
    linked = link(gather(coded.values()))
    keys = keys_of_night(coded, linked, crosswalk, night, secret)
    for key: links = links_of(coded[key], linked, keys); moved += moves(links, links of last night); write links
    people, only_apart = persons(linked, keys);  happened = events(moved, people["person_key"], night)

`link_night` does just this with all frames in memory: for tests, examples and small cities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from transforms.link.context import tokens_of
from transforms.link.crosswalk import Keys, State, assign_keys, crosswalk_of, state_of
from transforms.link.descriptors import Coded, code, gather
from transforms.link.judged import judged
from transforms.link.linking import Linked, link
from transforms.link.links import MOVES, events, links_of, moves
from transforms.link.model import Model
from transforms.link.persons import persons
from transforms.link.probabilistic import link_open
from transforms.link.singles import joined, members, singles


@dataclass(frozen=True, slots=True)
class LinkedNight:
    """`links` by table (links.LINKS); `people`, and `only_apart`: those besides when likely links are not believed
    (schemas.facts.PERSON); `crosswalk` for the next night (crosswalk.CROSSWALK); `events` of this night (links.EVENTS).
    """

    links: dict[str, pl.DataFrame]
    people: pl.DataFrame
    only_apart: pl.DataFrame
    crosswalk: pl.DataFrame
    events: pl.DataFrame


def keys_of_night(coded: Mapping[str, Coded], linked: Linked, before: State, night: date, secret: bytes) -> Keys:
    """Person keys for what was linked; `before` is last night's state."""
    single, clustered = singles(coded, linked), members(coded, linked)
    arriving = linked.groups.filter(pl.col("group") >= 0).join(before.numbers, on="group", how="anti")["group"]
    joining = joined(coded, linked, before.others, arriving)
    keys = assign_keys(linked, single, joining, clustered, before, night, secret)
    if linked.merged is None or linked.merged.is_empty():
        return keys
    # A number that a judgement gave to another person's records leads to that person.
    also = linked.merged.join(keys.groups.rename({"group": "kept_group"}), on="kept_group").select(
        "group", "person_key"
    )
    return replace(keys, groups=pl.concat([keys.groups, also]))


def link_night(
    references: Mapping[str, pl.DataFrame],
    crosswalk: pl.DataFrame,
    before: Mapping[str, pl.DataFrame],
    night: date,
    secret: bytes,
    model: Model | None = None,
    context: Mapping[str, pl.DataFrame] | None = None,
    judgements: pl.DataFrame | None = None,
) -> LinkedNight:
    """Link one night's references (references.REFERENCE, by 'department.table'); `before`: last night's links.

    Without a model numbers alone decide. `context`: tokens of the tables' rows (context.TOKENS). `judgements`: what
    people said (judgements.JUDGEMENT).
    """
    coded = {key: code(key, frame) for key, frame in references.items()}
    linked = link(gather(coded.values()))
    if model is not None:
        second = link_open(coded, linked, tokens_of(context or {}), model)
        coded, linked = second.coded, second.linked
    if judgements is not None:
        after = judged(coded, linked, judgements, crosswalk, secret)
        coded, linked = after.coded, after.linked
    keys = keys_of_night(coded, linked, state_of(crosswalk), night, secret)
    links = {key: links_of(table, linked, keys) for key, table in coded.items()}
    moved = [moves(links[key], before[key]) for key in links if key in before]
    people, only_apart = persons(linked, keys)
    happened = events(pl.concat([pl.DataFrame(schema=MOVES), *moved]), people["person_key"], night)
    return LinkedNight(links, people, only_apart, crosswalk_of(keys.state), happened)
