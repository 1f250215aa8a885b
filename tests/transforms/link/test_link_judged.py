"""What people say of two references goes before what the data say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from tests.transforms.link.invented import FIRST, SECOND, SECRET, A, refs
from tests.transforms.link.judging import KNOWN, SEEN, TABLES, Said, judgements, key, of
from tests.transforms.link.open_night import MODEL, city, tokens
from transforms.link.crosswalk import empty_crosswalk
from transforms.link.descriptors import code, gather
from transforms.link.judged import judged
from transforms.link.linking import link
from transforms.link.night import LinkedNight, link_night


def after(
    said: Sequence[Said],
    references: Mapping[str, pl.DataFrame] = TABLES,
    before: LinkedNight | None = None,
    judged_on: Mapping[str, pl.DataFrame] | None = None,
) -> LinkedNight:
    crosswalk, links = (before.crosswalk, before.links) if before else (empty_crosswalk(), {})
    told = judgements(judged_on or references, said)
    return link_night(references, crosswalk, links, SECOND if before else FIRST, SECRET, judgements=told)


PLAIN = after([])


def test_same_takes_the_reference_to_the_others_person() -> None:
    night = after([("c.open/R0", "a.register/R0", "same")])
    assert of(night, "c.open/R0") == (key(PLAIN, "a.register/R0"), "reviewed", "certain")
    assert of(night, "a.register/R0") == of(PLAIN, "a.register/R0")


def test_others_of_one_name_and_number_follow_and_homonyms_do_not() -> None:
    night = after([("c.open/R1", "a.register/R1", "same")])
    assert of(night, "d.open/R1") == (key(night, "a.register/R1"), "reviewed", "certain")
    night = after([("c.open/R2", "a.register/R1", "same")])
    assert key(night, "c.open/R3") != key(night, "a.register/R1")


def test_same_over_two_valid_numbers_makes_them_one_person_and_is_taken_back() -> None:
    night = after([("a.register/R0", "a.register/R2", "same")], before=PLAIN)
    (one,) = {key(night, f"{table}/R{row}") for table in SEEN for row in (0, 2)}
    gone = ({key(PLAIN, "a.register/R0"), key(PLAIN, "a.register/R2")} - {one}).pop()
    assert night.events.select("kind", "from_key", "to_key").rows() == [("merge", gone, one)]
    assert {of(night, f"a.register/R{row}")[1:] for row in (0, 2)} == {("exact_id", "certain"), ("reviewed", "certain")}
    assert set(night.links["a.register"]["number_holder_key"].gather([0, 2])) == {one}
    assert one in night.people["person_key"]
    assert gone not in night.people["person_key"]
    again = after([], before=night)
    assert {key(again, f"a.register/R{row}") for row in (0, 2)} == {one, gone}
    assert again.events["kind"].to_list() == ["split"]


def test_the_key_that_stayed_stays_whoever_has_more_records_later() -> None:
    first = after([("a.register/R0", "a.register/R2", "same")], before=PLAIN)
    (kept,) = {key(first, "a.register/R0"), key(first, "a.register/R2")}
    for row in (0, 2):
        grown = TABLES | {"e.more": refs(*[KNOWN[row]] * 9)}
        night = after([("a.register/R0", "a.register/R2", "same")], grown, before=first)
        assert key(night, "a.register/R0") == kept
        assert night.events.is_empty()


def test_two_alone_become_a_person_that_keeps_its_key() -> None:
    said = [("c.open/R2", "d.open/R0", "same")]
    night = after(said, before=PLAIN)
    assert of(night, "c.open/R2") == of(night, "d.open/R0")
    assert key(night, "c.open/R2") in {key(PLAIN, "c.open/R2"), key(PLAIN, "d.open/R0")}
    assert of(night, "c.open/R2")[1:] == ("reviewed", "certain")
    assert key(after(said, before=night), "c.open/R2") == key(night, "c.open/R2")


def test_different_parts_even_equal_numbers() -> None:
    night = after([("a.register/R0", "b.also/R0", "different")])
    assert key(night, "a.register/R0") != key(night, "b.also/R0")
    assert key(night, "a.register/R0") == key(PLAIN, "a.register/R0")
    assert of(night, "b.also/R0")[1:] == ("unlinked", "certain")


def test_different_parts_the_weaker_link_and_its_like() -> None:
    assert of(PLAIN, "c.open/R4") == (key(PLAIN, "a.register/R0"), "repaired_id", "likely")
    night = after([("c.open/R4", "a.register/R0", "different")])
    assert of(night, "c.open/R4")[1:] == ("unlinked", "certain")
    assert of(night, "a.register/R0") == of(PLAIN, "a.register/R0")


def test_a_likely_link_judged_same_is_certain() -> None:
    night = after([("c.open/R4", "a.register/R0", "same")])
    assert of(night, "c.open/R4") == (key(PLAIN, "a.register/R0"), "reviewed", "certain")


def test_a_likely_link_is_not_made_certain_by_what_is_said_of_others() -> None:
    said = [("c.open/R4", "a.register/R1", "different"), ("a.register/R0", "a.register/R1", "different")]
    assert of(after(said), "c.open/R4") == of(PLAIN, "c.open/R4")


def test_unsure_does_nothing() -> None:
    night = after([("c.open/R4", "a.register/R0", "unsure"), ("c.open/R2", "c.open/R3", "unsure")])
    assert {name: frame.rows() for name, frame in night.links.items()} == {
        name: frame.rows() for name, frame in PLAIN.links.items()
    }


def test_the_later_judgement_holds() -> None:
    pair = ("c.open/R0", "a.register/R0")
    assert of(after([(*pair, "same"), (*pair, "unsure")]), "c.open/R0") == of(PLAIN, "c.open/R0")
    assert of(after([(*pair, "different"), (*pair[::-1], "same")]), "c.open/R0")[1] == "reviewed"


def renamed(number: str | None) -> dict[str, pl.DataFrame]:
    """c.open/R0 says another number, or a name, than it did."""
    changed = TABLES["c.open"].with_columns(
        name=pl.when(pl.col("record_no") == "R0").then(pl.lit("张绣兰")).otherwise("name"),
        id_number=pl.when(pl.col("record_no") == "R0").then(pl.lit(number, pl.String)).otherwise("id_number"),
    )
    return TABLES | {"c.open": changed}


def test_same_on_data_that_changed_is_only_likely_and_different_still_holds() -> None:
    pair = ("c.open/R0", "a.register/R0")
    night = after([(*pair, "same")], renamed(None), judged_on=TABLES)
    assert of(night, "c.open/R0") == (key(PLAIN, "a.register/R0"), "reviewed", "likely")
    apart = after([(*pair, "different")], renamed(A), judged_on=TABLES)
    assert key(apart, "c.open/R0") != key(apart, "a.register/R0")
    assert after([], renamed(A)).links["c.open"]["person_key"][0] == key(PLAIN, "a.register/R0")


def test_a_contradiction_is_told_and_different_wins() -> None:
    said = [
        ("c.open/R0", "a.register/R0", "same"),
        ("a.register/R0", "c.open/R2", "same"),
        ("c.open/R0", "c.open/R2", "different"),
    ]
    coded = {name: code(name, frame) for name, frame in TABLES.items()}
    told = judged(coded, link(gather(coded.values())), judgements(TABLES, said), empty_crosswalk(), SECRET)
    assert told.standing["state"].to_list() == ["contradiction"] * 3
    night = after(said)
    assert key(night, "c.open/R0") != key(night, "c.open/R2")
    assert {of(night, f"c.open/R{row}")[1] for row in (0, 2)} == {"unlinked"}


def test_records_that_are_gone_or_double_hurt_nobody() -> None:
    said = [("c.open/R0", "a.register/R0", "same"), ("a.register/R1", "c.open/R3", "different")]
    told = judgements(TABLES, said)
    fewer = {"a.register": TABLES["a.register"].clear(), "x.y": TABLES["b.also"]}
    assert link_night(fewer, empty_crosswalk(), {}, FIRST, SECRET, judgements=told).people.height == 3
    twice = TABLES | {"c.open": pl.concat([TABLES["c.open"], TABLES["c.open"]])}
    night = link_night(twice, empty_crosswalk(), {}, FIRST, SECRET, judgements=told)
    assert "reviewed" not in night.links["c.open"]["method"].cast(pl.String).to_list()


def test_a_judgement_stands_over_what_weights_say() -> None:
    people = city(60)
    tables = {"a.register": refs(*people), "b.asked": refs((people[7][0],))}
    context = {
        "a.register": tokens(*((row, "division", f"d{row}") for row in range(60))),
        "b.asked": tokens((0, "division", "d7")),
    }

    def run(said: Sequence[Said]) -> LinkedNight:
        told = judgements(tables, said)
        return link_night(tables, empty_crosswalk(), {}, FIRST, SECRET, MODEL, context, told)

    assert of(run([]), "b.asked/R0")[1:] == ("probabilistic", "likely")
    assert of(run([("b.asked/R0", "a.register/R7", "same")]), "b.asked/R0")[1:] == ("reviewed", "certain")
    assert of(run([("b.asked/R0", "a.register/R7", "different")]), "b.asked/R0")[1:] == ("unlinked", "certain")
