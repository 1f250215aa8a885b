"""Splink 5, set up with care, on a city's references, in a process of its own.

    python tests/bench/city_splink.py CITY OUT

Writes OUT (person_key of every reference) and prints seconds as JSON. Reading the references is outside the clock.

With care: references are reduced to distinct rows of (name, number, sex, birth date, context); what DuckDB's byte-wise
edit distance cannot see of Chinese names is given as columns (folded name, pinyin, characters by position), and what it
does not know of numbers too (check digit, 15 digits made 18, first fifteen). Levels are trained by EM on pairs of one
number and on pairs of one birth date, sex and surname (a session trains no comparison that reads a blocked column), u
on up to fifty million random pairs: too few leave the level of a near number untrained, twenty times as many gave the
same links at 20,000 people. Levels too rare for either have given values. Blocking follows
transforms/link/blocking.py. Threshold .95, connected components.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from city_references import REFERENCE_ID
from pypinyin import lazy_pinyin
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from transforms.link.normalise import name_folds, name_keys
from transforms.link.number import read_numbers

THRESHOLD = 0.95
RANDOM_PAIRS = 5e7
KIN = ("household", "account", "partner", "phone", "address")
CONTEXT = (*KIN, "division", "employer")
_PLACES = range(1, 6)


def prepared(references: pl.DataFrame, tokens: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct rows for Splink, and unique_id of each reference."""
    numbers = read_numbers(references["id_number"])
    refs = references.with_columns(
        name_folds(name_keys(references["name"])),
        numbers["first17"].cast(pl.String).alias("n17"),
        # '9.99901E+17' and the like are nobody's number.
        number=pl.when(pl.col("id_number").str.len_chars().is_in([15, 18])).then("id_number"),
        valid=numbers["first17"].is_not_null(),
        born=pl.coalesce("birth_date", numbers["number_birth"]),
        gender=pl.coalesce("sex", numbers["number_sex"]),
    )
    told = tokens.with_columns(pl.col("kind").cast(pl.String)).unique(["table_key", "row", "kind"], keep="first")
    wide = told.pivot("kind", index=["table_key", "row"], values="token", sort_columns=True)
    wide = wide.with_columns(pl.lit(None, pl.UInt64).alias(kind) for kind in CONTEXT if kind not in wide.columns)
    beside = refs.with_row_index("place").filter(pl.len().over("table_key", "row") > 1)
    beside = beside.select("table_key", "row", "place", "n17")
    partner = beside.join(beside.drop_nulls("n17"), on=["table_key", "row"], suffix="_other")
    partner = partner.filter(pl.col("place") != pl.col("place_other")).group_by("place").agg(pl.col("n17_other").min())
    refs = refs.join(wide.drop("partner"), on=["table_key", "row"], how="left", maintain_order="left").with_row_index(
        "place"
    )
    refs = refs.join(partner, on="place", how="left", maintain_order="left").rename({"n17_other": "partner"})
    describing = ["name_fold", "number", "n17", "valid", "born", "gender", *CONTEXT]
    distinct = refs.select(describing).unique(maintain_order=True).with_row_index("unique_id")
    ids = refs.join(distinct, on=describing, nulls_equal=True, maintain_order="left").select(*REFERENCE_ID, "unique_id")
    name = pl.col("name_fold")
    sounds = distinct["name_fold"].drop_nulls().unique().to_frame()
    sounds = sounds.with_columns(
        pinyin=pl.Series(["".join(lazy_pinyin(text)) for text in sounds["name_fold"]], dtype=pl.String)
    )
    rows = distinct.join(sounds, on="name_fold", how="left", maintain_order="left").with_columns(
        pl.col(*CONTEXT).cast(pl.String),
        pl.col("born").cast(pl.String),
        surname=name.str.slice(0, 1),
        long=pl.col("number").str.len_chars() == 18,
        lost=pl.col("number").str.contains(r"^[0-9]{15}000$"),
        first15=pl.when(pl.col("number").str.len_chars() == 18).then(pl.col("number").str.slice(0, 15)),
        area=pl.col("number").str.slice(0, 6),
        day=pl.col("number").str.slice(6, 8),
        tail=pl.col("number").str.slice(14, 4),
    )
    return rows, ids


def _given(level: Any, m: float, u: float) -> Any:
    """A level too rare for training, with m and u from general knowledge of such data."""
    return level.configure(m_probability=m, u_probability=u, fix_m_probability=True, fix_u_probability=True)


def _both(column: str) -> str:
    return f"({column}_l IS NOT NULL AND {column}_r IS NOT NULL)"


def _positions(least: str = "") -> str:
    """How many of the first five characters agree by position; DuckDB's substr counts characters.

    Beyond the end both are empty and agree; with `least` such places count for nothing.
    """
    there = " AND substr(name_fold_l, {p}, 1) <> ''" if least else ""
    same = [f"(substr(name_fold_l, {p}, 1) = substr(name_fold_r, {p}, 1){there.format(p=p)})::INT" for p in _PLACES]
    return "(" + " + ".join(same) + ")"


def comparisons() -> list[Any]:
    """What is compared, level by level."""
    same = _positions()
    name = cl.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            cll.NullLevel("name_fold"),
            cll.ExactMatchLevel("name_fold", term_frequency_adjustments=True),
            cll.ExactMatchLevel("pinyin"),
            cll.CustomLevel(
                f"length(name_fold_l) = length(name_fold_r) AND length(name_fold_l) BETWEEN 3 AND 5 AND {same} = 4",
                "one character",
            ),
            cll.CustomLevel(
                f"length(name_fold_l) = 2 AND length(name_fold_r) = 2 AND {_positions()} = 4", "one character of two"
            ),
            cll.ExactMatchLevel("surname"),
            cll.ElseLevel(),
        ],
    )
    number = cl.CustomComparison(
        output_column_name="number",
        comparison_levels=[
            cll.NullLevel("number"),
            # A relative's number, or a borrowed one: without this level the number outweighs any name.
            _given(
                cll.CustomLevel(
                    f"n17_l = n17_r AND pinyin_l <> pinyin_r AND {_positions('least')} = 0", "number of another name"
                ),
                3e-3,
                3e-3,
            ),
            cll.ExactMatchLevel("n17"),
            cll.CustomLevel("valid_l AND valid_r", "two different valid numbers"),
            _given(cll.CustomLevel("number_l = number_r", "the same invalid number"), 1e-3, 1e-8),
            cll.CustomLevel(
                "long_l AND long_r AND damerau_levenshtein(number_l, number_r) <= 1", "one edit or swapped pair"
            ),
            _given(cll.CustomLevel("(lost_l OR lost_r) AND first15_l = first15_r", "last digits lost"), 1e-3, 1e-8),
            cll.ElseLevel(),
        ],
    )
    birth = cl.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            cll.NullLevel("born"),
            cll.ExactMatchLevel("born", term_frequency_adjustments=True),
            _given(
                cll.CustomLevel(
                    "substr(born_l, 1, 4) = substr(born_r, 1, 4) AND substr(born_l, 6, 2) = substr(born_r, 9, 2) "
                    "AND substr(born_l, 9, 2) = substr(born_r, 6, 2)",
                    "day and month swapped",
                ),
                1e-3,
                1e-5,
            ),
            cll.CustomLevel("hamming(born_l, born_r) = 1", "one digit"),
            cll.CustomLevel("abs(date_diff('day', born_l::DATE, born_r::DATE)) BETWEEN 15 AND 55", "lunar"),
            cll.ElseLevel(),
        ],
    )
    family = cl.CustomComparison(
        output_column_name="kin",
        comparison_levels=[
            cll.CustomLevel("NOT (" + " OR ".join(_both(kind) for kind in KIN) + ")", "nothing").configure(
                is_null_level=True
            ),
            *(cll.CustomLevel(f"{kind}_l = {kind}_r", kind) for kind in KIN[:3]),
            _given(cll.CustomLevel("phone_l = phone_r", "phone"), 0.02, 1e-6),
            _given(cll.CustomLevel("address_l = address_r", "address"), 0.05, 1e-5),
            cll.ElseLevel(),
        ],
    )
    place = cl.ExactMatch("division").configure(term_frequency_adjustments=True)
    work = cl.ExactMatch("employer").configure(term_frequency_adjustments=True)
    return [name, number, birth, cl.ExactMatch("gender"), family, place, work]


def settings() -> SettingsCreator:
    """Comparisons and blocking; near numbers only where one side's is open."""
    opened = "NOT (l.valid AND r.valid)"
    near = ("l.day = r.day AND l.tail = r.tail", "l.area = r.area AND l.tail = r.tail", "l.first15 = r.first15")
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons(),
        blocking_rules_to_generate_predictions=[
            block_on("n17"),
            "l.number = r.number",
            *(f"{equal} AND {opened}" for equal in near),
            f"l.area = r.area AND l.day = r.day AND {opened}",
            f"l.area = r.area AND l.name_fold = r.name_fold AND {opened}",
            *(f"l.{kind} = r.{kind} AND l.name_fold = r.name_fold" for kind in (*CONTEXT,)),
            *(f"l.{kind} = r.{kind} AND {opened}" for kind in KIN),
            block_on("name_fold", "born"),
            f"l.born = r.born AND l.gender = r.gender AND l.surname = r.surname AND {opened}",
        ],
        retain_matching_columns=False,
    )


def main(city: Path, out: Path) -> None:
    """Train, predict, cluster."""
    references, tokens = pl.read_parquet(city / "references.parquet"), pl.read_parquet(city / "tokens.parquet")
    started = time.monotonic()
    rows, ids = prepared(references, tokens)
    ready = time.monotonic()
    con = duckdb.connect()
    con.execute("SET preserve_insertion_order = false")
    con.register("arrow_rows", rows.to_arrow())
    con.execute("CREATE TABLE people AS FROM arrow_rows")
    linker = Linker(DuckDBAPI(con).register("people"), settings(), log_level=logging.WARNING)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("n17")], recall=0.95)
    training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
    for rule in (block_on("n17"), block_on("born", "surname", "gender")):
        training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    trained = time.monotonic()
    found = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, THRESHOLD)
    keys = con.execute(f"SELECT unique_id, cluster_id FROM {clusters.physical_name}").pl()
    done = time.monotonic()
    keyed = ids.join(keys.cast(pl.UInt32), on="unique_id", how="left", maintain_order="left")
    keyed.select(*REFERENCE_ID, person_key=pl.format("S{}", "cluster_id")).write_parquet(out)
    linker.misc.save_model_to_json(str(out.with_suffix(".json")), overwrite=True)
    told = {"seconds": done - started, "prepare": ready - started, "train": trained - ready, "predict": done - trained}
    print(json.dumps({**told, "rows": rows.height, "pairs": _count(con, found.physical_name)}))


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    counted: int = con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
    return counted


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
