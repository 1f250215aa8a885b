"""Comparison keys of names. The stored name stays as delivered; a key is only ever compared.

Order and reasons: domain/identity.md, section 3. Dots are dropped rather than unified, since departments drop
them as often as they swap them. What a system could not show ('?', '〓', '□', '*', 'X', a component note, pinyin in
place of a character) becomes one WILDCARD.

So does every private-use character, also the few that older editions of GB 18030 put there: name systems fill the same
code points with characters of their own, those few are parts of characters and not in names, and a wildcard fits
whichever is meant, while a table of the wrong system would make two people of one.
"""

from __future__ import annotations

import html

import polars as pl

from transforms.link.variants import FOLD

WILDCARD = "?"

_DOTS = (
    "[.\u00b7\u2022\u30fb\u2027\uff0e\uff65\u2219\u22c5\u0387\u2024\u25cf\u02d9\u1427\u16eb\u2022\u2218\u2981\u25e6"
    "\u25aa\u2e30\u2e31\u2e33\u318d\u119e\ua78f\ufe52\ufe45\ufe46\uff61\u3002\U00010101]"
)
"""What stands, or is typed, for the middle dot of a name; a full stop in its middle is one too."""
_DASHED = r"(\p{Han}{2})[-\x{2010}-\x{2015}\x{2043}\x{2212}\x{FE58}\x{FE63}_](\p{Han}{2})"
"""A dash between two parts of a long name stands for the dot; in a short one it may be a lost character."""
_BLANKS = r"[\s\p{Cf}\p{Cc}\p{Z}'’‘`´\x{FE00}-\x{FE0F}\x{E0100}-\x{E01EF}]"
_DASH = r"[-\x{2010}-\x{2015}\x{2043}\x{2212}_]"
_MARKS = r"[*×╳✕✖_#&$%!=+|^~\\\x{2010}-\x{2015}\x{2043}\x{2212}-]"
_LOST = r"[\p{So}\p{Co}\x{FFFD}?]"
_DESCRIBED = r"[\x{2FF0}-\x{2FFB}].{2}"
_LATIN = r"[\p{Latin}\p{M}0-9]+"
_PLAIN = r"^[\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{20000}-\x{2A6DF}]+$"
"""A name of nothing but characters, as nearly all are: its own key."""
_NOTE = r"[(\[{【〔《〈<「『][^)\]}】〕》〉>」』]*[)\]}】〕》〉>」』]?"
_COMPONENT_NOTE = r"[(\[【〔][^)\]】〕]*[加旁字头底框亻氵忄扌艹讠钅饣纟衤礻犭疒辶宀阝][^)\]】〕]*[)\]】〕]?"
_ENTITY = "&#"
_ALIAS = r"^([^/]*\p{Han}[^/]*\p{Han}[^/]*)/.*$"
"""A second name behind a slash: a note without brackets."""
_NUMBERED = r"^(.*\p{Han}.*\p{Han})[0-9]{1,2}$"
"""A number that a register puts behind namesakes; behind a single character it may stand for the second."""
_LETTER = r"\p{L}"
_PASSES = 6
_REPEATED = r"(\p{Han})々"


def name_keys(names: pl.Series) -> pl.Series:
    """The keys that names are compared by, in the order given; null where nothing of a name is left.

    Two stored names with one key are the same name differently written down: dots, blanks, notes, width.
    Runs of lost characters become one WILDCARD, as a lost character often leaves two marks.
    """
    odd = (~names.str.contains(_PLAIN)).fill_null(value=False).arg_true()
    keys = names.alias("name_key")
    return keys.scatter(odd, _settled(_unescaped(names.gather(odd)))) if len(odd) else keys


def name_folds(keys: pl.Series) -> pl.Series:
    """Name keys with variant and traditional characters folded: weak, to be trusted only beside a number."""
    return keys.to_frame("key").select(pl.col("key").str.replace_many(FOLD).alias("name_fold")).to_series()


def _unescaped(names: pl.Series) -> pl.Series:
    """Characters that a web form wrote as their number ('&#19886;') read back."""
    escaped = names.str.contains(_ENTITY, literal=True).fill_null(value=False)
    if not escaped.any():
        return names
    read = names.filter(escaped).map_elements(html.unescape, return_dtype=pl.String)
    return names.clone().scatter(escaped.arg_true(), read)


def _settled(names: pl.Series) -> pl.Series:
    """The key of a key is itself: what a first pass takes out may bring together what a second one reads."""
    for _ in range(_PASSES):
        key = _lost_made_one(_noted_made_bare(names))
        if key.equals(names):
            break
        names = key
    return names


def _noted_made_bare(names: pl.Series) -> pl.Series:
    """NFKC with what is no part of the name taken out: dots, blanks, invisible characters, notes in brackets.

    A note that describes a character ('徐(莹加王旁)'), or that leaves a single character before it, stands for
    a lost character and becomes the wildcard.
    """
    text = names.str.replace_all("…", WILDCARD).str.replace_all(_DOTS, "").str.normalize("NFKC")
    text = text.str.replace_all(_DOTS, "").str.replace_all(_BLANKS, "")
    text = text.str.replace_all(_DESCRIBED, WILDCARD).str.replace_all(_COMPONENT_NOTE, WILDCARD)
    bare = text.str.replace_all(_NOTE, "").str.replace(_ALIAS, "${1}")
    single = (bare != text) & (bare.str.len_chars() == 1)
    return pl.DataFrame({"bare": bare, "single": single}).select(
        pl.when("single").then(pl.col("bare") + WILDCARD).otherwise("bare")
    ).to_series()  # fmt: skip


def _lost_made_one(bare: pl.Series) -> pl.Series:
    """Every mark of a lost character, and a Latin run inside a Han name, as one WILDCARD; nothing left is null."""
    # Twice, for a part of two characters between two dashes belongs to both.
    text = bare.str.replace_all(_DASHED, "${1}${2}").str.replace_all(_DASHED, "${1}${2}")
    text = text.str.replace_all(_REPEATED, "${1}${1}").str.replace(_NUMBERED, "${1}")
    text = text.str.to_uppercase().str.replace_all(_LOST, WILDCARD).alias("text")
    han = pl.col("text").str.replace_all(_MARKS, WILDCARD).str.replace_all(_LATIN, WILDCARD)
    key = pl.when(pl.col("text").str.contains(r"\p{Han}")).then(han)
    foreign = pl.col("text").str.replace_all(_DASH, "")
    keyed = text.to_frame().select(key.otherwise(foreign).str.replace_all(r"\?{2,}", WILDCARD).alias("key"))
    return keyed.select(pl.when(pl.col("key").str.contains(_LETTER)).then("key")).to_series()
