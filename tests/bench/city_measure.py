"""How right a linking is: pairwise figures, recall by kind of damage, false merges. Pure functions on frames.

**Resolvable**: what the record holds singles its person out among all people of the city. One of these is enough:

    number      its valid number is registered to that person; of several who share it one bears the record's name
    near        its invalid number is one edit (digit or swapped pair) from that person's only, or the number with its
                last three digits lost fits that person's only; of several one bears the record's name
    birth       folded name and own birth date are those of that person only
    context     of the people whose references by a right number share its household or account one alone has its name

Names count as equal when their keys are (variants and traditional characters folded); a misspelt name is no help here,
though a linker may use it. So a reference outside may still be linked rightly, and counts in the figures over all.
"""

from __future__ import annotations

import polars as pl
from city_references import REFERENCE_ID

from transforms.link.normalise import name_folds, name_keys
from transforms.link.number import read_numbers
from transforms.link.repair import neighbours

DAMAGED = ("typo", "transposed", "excel000")
MISSING = ("empty", "excel_e")


def described(references: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """References with their truth, what their numbers say and their name's fold; those without a truth are left out."""
    known = references.join(truth, on=REFERENCE_ID, maintain_order="left").with_row_index("ref")
    return pl.concat([known, read_numbers(known["id_number"])], how="horizontal").with_columns(
        name_folds(name_keys(known["name"]))
    )


def people_of(persons: pl.DataFrame) -> pl.DataFrame:
    """true_person, fold, born, first17 (registered), living."""
    numbers = read_numbers(persons["registered_number"].fill_null(""))
    return persons.select(
        "true_person",
        name_folds(name_keys(persons["name"])).alias("fold"),
        born="birth_date",
        living=pl.col("died_on").is_null(),
    ).with_columns(numbers["first17"])


def _only(candidates: pl.DataFrame) -> pl.DataFrame:
    """ref of those whose only candidate, or only candidate of their name, is the true person.

    `candidates`: ref, name_fold, true_person, other, fold.
    """
    candidates = candidates.unique(["ref", "other"])
    alone = candidates.filter(pl.len().over("ref") == 1)
    named = candidates.filter(pl.col("fold") == pl.col("name_fold")).filter(pl.len().over("ref") == 1)
    return pl.concat([alone, named]).filter(pl.col("other") == pl.col("true_person")).select("ref").unique()


def resolvable(refs: pl.DataFrame, tokens: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`refs` (as from `described`) with the flags number, near, birth, context and resolvable."""
    other = people.select("first17", "fold", "born", other="true_person")
    mine = refs.select("ref", "name_fold", "true_person", "first17", "birth_date", "id_number", "number_state")
    numbered = other.drop_nulls("first17").select("other", "fold", "first17")
    number = _only(mine.join(numbered, on="first17"))
    bad = mine.filter(pl.col("number_state") == "invalid")
    around = neighbours(bad["id_number"]).join(bad.with_row_index("place"), on="place")
    around = around.drop("first17").join(numbered, left_on="group", right_on="first17")
    lost = bad.filter(pl.col("id_number").str.contains(r"^[0-9]{15}000$")).with_columns(
        prefix=pl.col("id_number").str.slice(0, 15).cast(pl.Int64)
    )
    lost = lost.join(numbered.with_columns(prefix=pl.col("first17") // 100).drop("first17"), on="prefix")
    columns = ["ref", "name_fold", "true_person", "other", "fold"]
    near = _only(pl.concat([around.select(columns), lost.select(columns)]))
    alike = mine.join(other, left_on=["name_fold", "birth_date"], right_on=["fold", "born"])
    birth = _only(alike.with_columns(fold="name_fold").select(columns))
    told = tokens.filter(pl.col("kind").is_in(["household", "account"])).with_columns(pl.col("kind").cast(pl.String))
    held = refs.select("ref", "table_key", "row").join(told, on=["table_key", "row"]).select("ref", "kind", "token")
    known = mine.join(number, on="ref", how="semi").select("ref", other="true_person")
    known = held.join(known, on="ref").select("kind", "token", "other").unique()
    known = known.join(other.select("other", "fold"), on="other")
    within = mine.join(held, on="ref").join(known, on=["kind", "token"]).filter(pl.col("fold") == pl.col("name_fold"))
    context = _only(within.select(columns))
    found = {"by_number": number, "near": near, "birth": birth, "context": context}
    flagged = refs.with_columns(
        pl.col("ref").is_in(frame["ref"].implode()).alias(name) for name, frame in found.items()
    )
    return flagged.with_columns(resolvable=pl.any_horizontal(*found))


def pairwise(linked: pl.DataFrame, key: str = "person_key") -> dict[str, float]:
    """Precision, recall and F1 over all pairs of references; and how many pairs are false."""

    def pairs(columns: list[str]) -> int:
        sizes = linked.group_by(columns).len()["len"].cast(pl.Int64)
        return int((sizes * (sizes - 1) // 2).sum())

    right, given, true = pairs([key, "true_person"]), pairs([key]), pairs(["true_person"])
    precision, recall = right / max(given, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-12)
    return {"precision": precision, "recall": recall, "f1": f1, "false_pairs": given - right}


def kind_of(noise: str = "noise_kinds") -> pl.Expr:
    """The one kind of damage a reference is counted under."""
    text = pl.col(noise)
    kinds = [
        ("missing", "|".join(MISSING)),
        ("damaged", "|".join(DAMAGED)),
        ("legacy", "legacy15"),
        ("relative's", "family|borrowed"),
        ("old number", "old_number"),
        ("former name", "former"),
        ("name", "sound|look|rare|swapped_name|note|one_char"),
    ]
    chosen = pl.when(text == "").then(pl.lit("clean"))
    for name, pattern in kinds:
        chosen = chosen.when(text.str.contains(pattern)).then(pl.lit(name))
    return chosen.otherwise(pl.lit("other"))


def judged(linked: pl.DataFrame) -> pl.DataFrame:
    """`linked` with kind, home (key that most clean references of the true person have), right, owner (the true
    person most of the key's references name) and wrong (the owner is somebody else).
    """
    by = ["true_person", "person_key"]
    counts = linked.with_columns(clean=pl.col("noise_kinds") == "").group_by(by).agg(pl.col("clean").sum(), n=pl.len())
    counts = counts.sort("clean", "n", "person_key", "true_person", descending=[True, True, False, False])
    home = counts.unique("true_person", keep="first", maintain_order=True)
    owner = counts.unique("person_key", keep="first", maintain_order=True)
    home = home.filter(pl.col("clean") > 0).select("true_person", home="person_key")
    return (
        linked.join(home, on="true_person", how="left", maintain_order="left")
        .join(owner.select("person_key", owner="true_person"), on="person_key", how="left", maintain_order="left")
        .with_columns(
            kind=kind_of(), right=pl.col("home") == pl.col("person_key"), wrong=pl.col("owner") != pl.col("true_person")
        )
    )


def merged(linked: pl.DataFrame, people: pl.DataFrame) -> int:
    """Pairs of living people with different valid numbers of which both stand, under their own number, in one key."""
    own = people.filter("living").drop_nulls("first17").select("true_person", "first17")
    held = linked.join(own, on=["true_person", "first17"]).select("person_key", "true_person", "first17").unique()
    sizes = held.group_by("person_key").agg(pl.col("first17").n_unique().alias("n"))["n"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def figures(linked: pl.DataFrame, people: pl.DataFrame) -> dict[str, float]:
    """All figures of one linker. `linked`: as from `resolvable`, with person_key and certainty."""
    fair = linked.filter("resolvable")
    every = judged(linked)
    wrong = every.filter("wrong")
    told = {f"all_{name}": value for name, value in pairwise(linked).items()}
    told |= {f"resolvable_{name}": value for name, value in pairwise(fair).items()}
    asked = every.filter(pl.col("home").is_not_null() & pl.col("resolvable"))
    for kind in ("damaged", "missing", "legacy", "relative's", "old number", "former name", "name"):
        of = asked.filter(pl.col("kind") == kind)
        told |= {f"n_{kind}": of.height, f"recall_{kind}": of["right"].mean() if of.height else 1.0}
    known = every.filter(pl.col("home").is_not_null())
    for kind in ("damaged", "missing"):
        of = known.filter(pl.col("kind") == kind)
        told |= {f"n_{kind}_all": of.height, f"recall_{kind}_all": of["right"].mean() if of.height else 1.0}
    return told | {
        "merged": merged(linked, people),
        "false_links": wrong.height,
        "false_certain": wrong.filter(pl.col("certainty") == "certain").height,
        "references": linked.height,
        "resolvable": fair.height,
    }
