"""Splink on invented people, with columns of its own for what SQL cannot see quickly. See peers.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from peers_febrl import pairs_of


def splink_people(data: Path, model: Path | None) -> pl.DataFrame:
    """Splink on invented people, with the engine's blocking rules and columns made for it."""
    from splink import Linker, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    api = DuckDBAPI()
    tables = [api.register(_prepared(data / f"{side}.parquet").to_arrow()) for side in "ab"]
    if model is not None and model.is_file():
        linker = Linker(tables, str(model))
    else:
        linker = Linker(tables, _people_settings())
        linker.training.estimate_probability_two_random_records_match(
            [block_on("id18"), block_on("name", "birth_date")], recall=0.95
        )
        linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
        for fields in (("id18",), ("name", "birth_date")):
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*fields), estimate_without_term_frequencies=True
            )
        if model is not None:
            linker.misc.save_model_to_json(str(model), overwrite=True)
    predicted = linker.inference.predict(threshold_match_weight=-10)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_probability=0.5)
    clustered.as_pyarrow_table()
    return pairs_of(predicted, "record_no")


def _people_settings() -> dict[str, Any]:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import block_on

    def levels(name: str, null: str, *conditions: str, frequent: bool = False) -> dict[str, Any]:
        made: list[Any] = [cll.NullLevel(null), cll.ExactMatchLevel(name, term_frequency_adjustments=frequent)]
        made += [{"sql_condition": condition, "label_for_charts": condition} for condition in conditions]
        return {"output_column_name": name, "comparison_levels": [*made, cll.ElseLevel()]}

    one_side = " and not (l.trusted and r.trusted)"
    joins = (
        "l.name = r.name and l.birth_date = r.birth_date",
        "l.surname = r.surname and l.birth_date = r.birth_date and l.sex = r.sex",
        "l.name = r.name and l.division = r.division",
        "l.name = r.name and l.birth_month = r.birth_month",
        "l.division = r.division and l.birth_date = r.birth_date",
    )
    return {
        "unique_id_column_name": "record_no",
        "link_type": "link_only",
        "blocking_rules_to_generate_predictions": [block_on("id18"), *(join + one_side for join in joins)],
        "additional_columns_to_retain": ["trusted"],
        "comparisons": [
            {
                "output_column_name": "id18",
                "comparison_levels": [
                    cll.NullLevel("id18"),
                    # An equal number that one of the two should not bear is another thing than a trusted one.
                    {"sql_condition": "id18_l = id18_r and trusted_l and trusted_r", "label_for_charts": "trusted"},
                    cll.ExactMatchLevel("id18"),
                    {"sql_condition": "trusted_l and trusted_r", "label_for_charts": "two trusted"},
                    {"sql_condition": "damerau_levenshtein(id18_l, id18_r) <= 1", "label_for_charts": "one edit"},
                    cll.ElseLevel(),
                ],
            },
            levels(
                "name",
                "name",
                "pinyin_l = pinyin_r",
                "first2_l = first2_r or (surname_l = surname_r and last_l = last_r)",
                "surname_l = surname_r",
                frequent=True,
            ),
            levels(
                "birth_date",
                "birth_date",
                "birth_date_l = birth_swapped_r",
                "levenshtein(birth_date_l, birth_date_r) <= 1",
            ),
            cl.ExactMatch("sex"),
            levels("division", "division", "county_l = county_r"),
            levels("address", "address", "address_digits_l = address_digits_r"),
        ],
    }


def _prepared(path: Path) -> pl.DataFrame:
    """The table with columns Splink can compare quickly; numbers are read by the code the engine uses."""
    from transforms.link.number import number18, read_numbers
    from transforms.link.table.sounds import pinyin

    table = pl.read_parquet(path).drop("person")
    number = read_numbers(table["id_number"])
    table = table.hstack(number.select("number_state", "first17", "number_birth", "number_sex"))
    name, born = pl.col("name"), pl.col("birth_date")
    distinct = table.select(name.unique())
    sounds = distinct.with_columns(pinyin=pl.Series([pinyin(text) for text in distinct["name"]]))
    trusted = (
        (pl.col("number_state") == "valid") & (pl.col("number_birth") == born) & (pl.col("number_sex") == pl.col("sex"))
    )
    return table.join(sounds, on="name", how="left").select(
        "record_no", "name", "sex", "division", "address", "pinyin",
        id18=pl.coalesce(number18(pl.col("first17")), "id_number"),
        trusted=trusted.fill_null(value=False),
        surname=name.str.head(1),
        first2=name.str.head(2),
        last=name.str.tail(1),
        birth_date=born.dt.strftime("%Y%m%d"),
        birth_swapped=born.dt.strftime("%Y%d%m"),
        birth_month=born.dt.strftime("%Y%m"),
        county=pl.col("division").str.head(6),
        address_digits=pl.col("address").str.replace_all(r"[^0-9]+", "-").str.strip_chars("-"),
    )  # fmt: skip
