"""Comparison keys of names. The stored name stays as delivered; a key is only ever compared.

Order and reasons: domain/identity.md, section 3. Dots are dropped rather than unified, since departments drop
them as often as they swap them. What a system could not show ('?', '〓', '□', a private-use character, a
component note, pinyin in place of a character) becomes one WILDCARD.
"""

from __future__ import annotations

import polars as pl

from transforms.link.variants import FOLD

WILDCARD = "?"

_DOTS = "[\u00b7\u2022\u30fb\u2027\uff0e\uff65\u2219\u22c5\u0387\u2024\u25cf.]"
_BLANKS = r"[\s\p{Cf}\p{Cc}\p{Z}'’‘`´]"
_LOST = r"[\p{So}\p{Co}\x{FFFD}?*]"
_DESCRIBED = r"[\x{2FF0}-\x{2FFB}].{2}"
_LATIN = r"[\p{Latin}\p{M}0-9]+"
_PLAIN = r"^[\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{20000}-\x{2A6DF}]+$"
"""A name of nothing but characters, as nearly all are: its own key."""
_NOTE = r"[(\[{【〔《〈<][^)\]}】〕》〉>]*[)\]}】〕》〉>]?"
_COMPONENT_NOTE = r"[(\[【〔][^)\]】〕]*[加旁字头底框亻氵忄扌艹讠钅饣纟衤礻犭疒辶宀阝][^)\]】〕]*[)\]】〕]?"


def name_keys(names: pl.Series) -> pl.Series:
    """The keys that names are compared by, in the order given; null where nothing of a name is left.

    Two stored names with one key are the same name differently written down: dots, blanks, notes, width.
    Runs of lost characters become one WILDCARD, as a lost character often leaves two marks.
    """
    every = names.alias("name").to_frame().with_row_index("place")
    plain = pl.col("name").str.contains(_PLAIN)
    odd = every.filter(~plain)
    if odd.is_empty():
        return names.alias("name_key")
    keyed = odd.select("place", name_key=_lost_made_one(_noted_made_bare(odd["name"])))
    return (
        every.join(keyed, on="place", how="left", maintain_order="left")
        .select(pl.when(plain).then("name").otherwise("name_key").alias("name_key"))
        .to_series()
    )


def name_folds(keys: pl.Series) -> pl.Series:
    """Name keys with variant and traditional characters folded: weak, to be trusted only beside a number."""
    return keys.to_frame("key").select(pl.col("key").str.replace_many(FOLD).alias("name_fold")).to_series()


def _noted_made_bare(names: pl.Series) -> pl.Series:
    """NFKC with what is no part of the name taken out: dots, blanks, invisible characters, notes in brackets.

    A note that describes a character ('徐(莹加王旁)'), or that leaves a single character before it, stands for
    a lost character and becomes the wildcard.
    """
    text = names.str.replace_all(_DOTS, "").str.normalize("NFKC").str.replace_all(_DOTS, "")
    text = text.str.replace_all(_BLANKS, "").str.replace_all(_DESCRIBED, WILDCARD)
    text = text.str.replace_all(_COMPONENT_NOTE, WILDCARD)
    bare = text.str.replace_all(_NOTE, "")
    single = (bare != text) & (bare.str.len_chars() == 1)
    return pl.DataFrame({"bare": bare, "single": single}).select(
        pl.when("single").then(pl.col("bare") + WILDCARD).otherwise("bare")
    ).to_series()  # fmt: skip


def _lost_made_one(bare: pl.Series) -> pl.Series:
    """Every mark of a lost character, and a Latin run inside a Han name, as one WILDCARD; nothing left is null."""
    text = bare.str.to_uppercase().str.replace_all(_LOST, WILDCARD).alias("text")
    key = pl.when(pl.col("text").str.contains(r"\p{Han}")).then(pl.col("text").str.replace_all(_LATIN, WILDCARD))
    keyed = text.to_frame().select(key.otherwise("text").str.replace_all(r"\?{2,}", WILDCARD).alias("key"))
    return keyed.select(pl.when(~pl.col("key").is_in(["", WILDCARD])).then("key")).to_series()
