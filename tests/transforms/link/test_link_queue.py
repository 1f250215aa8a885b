"""The review queue: what is worth a person's eyes, in which order, and what does not come up again."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from schemas.published.results import IdentityReview
from tests.transforms.link.invented import SECRET, complete, refs
from tests.transforms.link.judging import Said, judgements
from tests.transforms.link.open_night import MODEL, city, tokens
from transforms.link.context import tokens_of
from transforms.link.crosswalk import empty_crosswalk
from transforms.link.descriptors import code, gather
from transforms.link.judged import judged
from transforms.link.linking import link
from transforms.link.probabilistic import link_open
from transforms.link.queue import REVIEW, as_published, review_queue

PEOPLE = city(60)
TWIN = (PEOPLE[7][0], complete("99990119620707224"), "女", "1962-07-07")
TABLES = {
    "a.register": refs(*PEOPLE, TWIN),
    "b.asked": refs((PEOPLE[5][0],), (PEOPLE[7][0],), (PEOPLE[9][0], PEOPLE[30][1])),
    "c.aid": refs((PEOPLE[11][0],)),
}
CONTEXT = {
    "a.register": tokens(*((row, "division", f"d{row % 60}" if row < 60 else "d7") for row in range(61))),
    "b.asked": tokens((0, "division", "d5"), (1, "division", "d7"), (2, "division", "d9")),
    "c.aid": tokens((0, "division", "d11")),
}


def queue(said: Sequence[Said], tables: dict[str, pl.DataFrame] = TABLES) -> pl.DataFrame:
    coded = {key: code(key, frame) for key, frame in tables.items()}
    second = link_open(coded, link(gather(coded.values())), tokens_of(CONTEXT), MODEL)
    after = judged(second.coded, second.linked, judgements(TABLES, said), empty_crosswalk(), SECRET)
    return review_queue(second.coded, second.linked, second.pairs, after, MODEL.likely, ["c.aid"])


def names(found: pl.DataFrame) -> list[tuple[str, str, str]]:
    sides = [pl.concat_str(f"{side}_table_key", f"{side}_record_no", separator="/") for side in "ab"]
    return found.select(pl.col("kind").cast(pl.String), *(side.alias(str(at)) for at, side in enumerate(sides))).rows()


PLAIN = queue([])


def test_likely_links_people_on_aid_first_and_the_best_that_was_not_enough() -> None:
    found = names(PLAIN)
    assert found[0] == ("likely", "c.aid/R0", "a.register/R11")
    assert ("likely", "b.asked/R0", "a.register/R5") in found
    assert {pair[2] for pair in found if pair[1] == "b.asked/R1"} <= {"a.register/R7", "a.register/R60"}
    assert dict(PLAIN.schema) == REVIEW
    assert PLAIN["rank"].to_list() == list(range(1, PLAIN.height + 1))


def test_what_was_judged_does_not_come_up_again() -> None:
    for verdict in ("same", "different", "unsure"):
        found = names(queue([("b.asked/R0", "a.register/R5", verdict)]))
        assert found == [pair for pair in names(PLAIN) if pair[1] != "b.asked/R0"]


def test_what_was_judged_comes_up_again_when_its_data_change() -> None:
    changed = TABLES | {
        "b.asked": TABLES["b.asked"].with_columns(
            sex=pl.when(pl.col("record_no") == "R0").then(pl.lit(PEOPLE[5][2])).otherwise("sex")
        )
    }
    for verdict in ("same", "different", "unsure"):
        row = queue([("b.asked/R0", "a.register/R5", verdict)], changed).filter(pl.col("kind") == "changed")
        assert names(row) == [("changed", "a.register/R5", "b.asked/R0")]
        assert row["judgement"].to_list() == ["J1"]


def test_a_contradiction_comes_first_of_its_like() -> None:
    one, two, three = "b.asked/R0", "a.register/R5", "a.register/R6"
    found = queue([(one, two, "same"), (one, three, "same"), (two, three, "different")])
    assert found["kind"].to_list().count("contradiction") == 3


def test_order_of_rows_does_not_matter() -> None:
    turned = {key: frame[::-1] for key, frame in TABLES.items()}
    assert queue([], turned).equals(PLAIN)


def test_published_without_names() -> None:
    published = as_published(queue([("b.asked/R0", "a.register/R5", "unsure")]))
    IdentityReview.validate(published)
    assert set(published.columns) == set(IdentityReview.to_schema().columns)
