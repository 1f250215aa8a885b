"""Equal valid numbers, with the name check.

All references with one valid number (a 15-digit one after its upgrade) are a group. Its holder is the name used
in most tables. Whoever bears the holder's name is the holder. Anybody else must show why he may be the same:

    own birth date equal to the number's, own sex not against it   a misspelt or former name       -> certain;
                                                                   likely if the holder is not known himself
    name near, own birth date and sex not against the number       a misspelt name                 -> likely
    no name at all, own birth date and sex not against it          only the number speaks          -> likely
    anything else                                                  somebody else's number (SF-03)  -> alone

Two guards stand before these, since brothers share two of three characters and twins a birth date:

    the name is another group's holder's, of the same county or the same birth date   -> alone
    the name is used with this number in two departments or more (not one's slip)     -> alone

What is alone here may still be linked otherwise later (repair never does: the number is valid).
"""

from __future__ import annotations

import polars as pl

from transforms.link.compare import fits, grade, readable
from transforms.link.number import area

OFTEN = 2
"""Tables in which a name stands with a number, so that it is no slip."""
OTHER_BIRTH = 60
"""Days beyond which a differing birth date is no lunar one."""
WELL_KNOWN = 3
"""Tables that make a holder sure without a birth date."""
ANOTHER_CAMP = 2
"""Departments in which a differing name is too well supported to be a slip of the pen."""


def holders(numbered: pl.DataFrame, usage: pl.DataFrame) -> pl.DataFrame:
    """Who holds each number: group, name_fold, known, area, number_birth, number_sex.

    Grain: one row a group. The name used in most tables, unless its own birth dates are another's; then one that an own
    birth date affirms; then one that none speaks against; then that of most references; then the smallest. A holder's
    name with a lost character gives way to one it may be read as. known: no other name is in question, a birth date
    affirms it, or WELL_KNOWN tables use it.
    """
    groups = numbered.group_by("first17").agg(
        pl.col("number_birth", "number_sex").first(),  # the same in all rows: they are read from the number
        low=pl.col("name_fold").min(),
        high=pl.col("name_fold").max(),
    )
    several = groups.filter(pl.col("low") != pl.col("high")).select("first17")
    ranked = _ranked(numbered.join(several, on="first17", how="semi"), usage)
    first = ranked.unique("first17", keep="first", maintain_order=True)
    known = first.select("first17", known=pl.col("affirmed") | (pl.col("tables") >= WELL_KNOWN))
    made = _made_whole(first, ranked).join(known, on="first17")
    return groups.join(made, on="first17", how="left").select(
        pl.col("first17").alias("group"),
        pl.coalesce("holder", "low").alias("name_fold"),
        pl.col("known").fill_null(value=True),
        area(pl.col("first17")).alias("area"),
        "number_birth",
        "number_sex",
    )


def _ranked(contested: pl.DataFrame, usage: pl.DataFrame) -> pl.DataFrame:
    """(first17, name_fold) of numbers that several names use, best supported first in each number."""
    named = contested.filter(pl.col("name_fold").is_not_null())
    tables = (
        usage.join(named.select("descriptor", "first17", "name_fold"), on="descriptor")
        .group_by("first17", "name_fold")
        .agg(pl.col("refs").sum(), tables=pl.col("table_key").n_unique())
    )
    against = contradicts("birth_date", "number_birth")
    off = (pl.col("birth_date") - pl.col("number_birth")).dt.total_days().abs() > OTHER_BIRTH
    denied = named.group_by("first17", "name_fold").agg(
        denied=against.any(),
        refused=(against & off).any(),
        affirmed=agrees("birth_date", "number_birth").any(),
    )
    # Two people on one number: whose own birth date it is not is not its holder, when it is that of another in the same
    # number who is no mere slip.
    judged = tables.join(denied, on=["first17", "name_fold"])
    other = pl.col("affirmed") & (pl.col("tables") >= OFTEN)
    judged = judged.with_columns(refused=pl.col("refused") & ~pl.col("affirmed") & other.any().over("first17"))
    return judged.sort(
        *("first17", "refused", "tables", "affirmed", "denied", "refs", "name_fold"),
        descending=[False, False, True, True, False, True, False],
    )


def _made_whole(first: pl.DataFrame, contested: pl.DataFrame) -> pl.DataFrame:
    """(first17, holder) of contested numbers; a torn name is replaced by the best supported whole one it fits."""
    torn = first.filter(~readable(pl.col("name_fold"))).select("first17", torn="name_fold")
    whole = (
        contested.filter(readable(pl.col("name_fold")))
        .join(torn, on="first17", maintain_order="left")
        .filter(fits(pl.col("torn"), pl.col("name_fold")))
        .unique("first17", keep="first", maintain_order=True)
        .select("first17", whole="name_fold")
    )
    return first.join(whole, on="first17", how="left").select("first17", holder=pl.coalesce("whole", "name_fold"))


def link_equal_numbers(described: pl.DataFrame, usage: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Descriptors that belong to the holder of their own valid number: descriptor, group, certainty.

    `described` and `usage` as in descriptors.Descriptors; `held` as from `holders`.
    """
    numbered = described.filter(pl.col("first17").is_not_null())
    against = numbered.join(
        held.select(pl.col("group").alias("first17"), pl.col("name_fold").alias("holder"), "known"),
        on="first17",
        how="left",
    )
    bears_the_name = pl.col("name_fold").eq_missing(pl.col("holder"))
    certain = against.filter(bears_the_name).select("descriptor", pl.col("first17").alias("group"), certainty=_CERTAIN)
    questioned = against.filter(~bears_the_name)
    graded = questioned.with_columns(grade(questioned["name_fold"], questioned["holder"]))
    guarded = _with_guards(graded, usage, held)
    judged = guarded.with_columns(certainty=_judgement()).filter(pl.col("certainty").is_not_null())
    return pl.concat([certain, judged.select("descriptor", pl.col("first17").alias("group"), "certainty")])


def agrees(own: str, said: str) -> pl.Expr:
    """True where the record's own column is there and equals what the number says."""
    return (pl.col(own) == pl.col(said)).fill_null(value=False)


def contradicts(own: str, said: str) -> pl.Expr:
    """True where the record's own column is there and differs from what the number says."""
    return (pl.col(own) != pl.col(said)).fill_null(value=False)


_CERTAIN = pl.lit("certain")
_LIKELY = pl.lit("likely")


def _judgement() -> pl.Expr:
    """Certainty of a reference that bears another name than its number's holder; null is alone."""
    birth_agrees = agrees("birth_date", "number_birth") & ~contradicts("sex", "number_sex")
    nothing_against = ~contradicts("birth_date", "number_birth") & ~contradicts("sex", "number_sex")
    return (
        pl.when(pl.col("grade") == "same")
        .then(_CERTAIN)
        .when(pl.col("grade") == "unknown")
        .then(pl.when(birth_agrees).then(_CERTAIN).when(nothing_against).then(_LIKELY))
        .when(pl.col("somebody_else") | pl.col("camp"))
        .then(None)
        .when(birth_agrees)
        .then(pl.when(pl.col("known") | (pl.col("grade") == "near")).then(_CERTAIN).otherwise(_LIKELY))
        .when((pl.col("grade") == "near") & nothing_against)
        .then(_LIKELY)
    )


def _with_guards(graded: pl.DataFrame, usage: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Add `somebody_else` (the name is another holder's near by) and `camp` (the name is well supported here)."""
    asked = graded.with_columns(area=area(pl.col("first17")))
    departments = (
        usage.join(asked.select("descriptor", "first17", "name_fold"), on="descriptor")
        .with_columns(department=pl.col("table_key").cast(pl.String).str.split(".").list.first())
        .group_by("first17", "name_fold")
        .agg(departments=pl.col("department").n_unique())
    )
    return (
        asked.join(departments, on=["first17", "name_fold"], how="left", nulls_equal=True)
        .join(namesakes(held, "area"), on=["name_fold", "area"], how="left")
        .join(namesakes(held, "number_birth"), on=["name_fold", "number_birth"], how="left", suffix="_birth")
        .with_columns(
            somebody_else=(pl.col("namesake").fill_null(value=False) & (pl.col("grade") == "near"))
            | pl.col("namesake_birth").fill_null(value=False),
            camp=pl.col("departments") >= ANOTHER_CAMP,
        )
    )


def namesakes(held: pl.DataFrame, near_by: str) -> pl.DataFrame:
    """Distinct (name_fold, `near_by`) of all holders, with namesake = true: joined, it says that one exists.

    Distinct first: ten thousand people of one name must not make ten thousand rows.
    """
    return held.filter(pl.col("name_fold").is_not_null()).select(
        "name_fold", near_by, namesake=pl.lit(value=True)
    ).unique()  # fmt: skip
