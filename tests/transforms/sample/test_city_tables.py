"""The invented city's tables: volumes, codes, required cells, and what a clean and a damaged city hold."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from schemas.catalogue import TABLES as EVERY
from tests.rules.rule_files import NOT_PLANTED, texts
from transforms.rules.head import parse_rules
from transforms.sample.layout import LAYOUTS
from transforms.sample.plant import segments
from transforms.sample.sample_city import draw_sample

TABLES = {key: spec for key, spec in EVERY.items() if spec.nightly}  # nobody invents what another centre answers

NIGHTS = 3
# Rows on the first night for 3,000 people in the hand-made city of tests/cases, which the sample is to resemble.
USUAL = {
    "civil_affairs.households": 131,
    "civil_affairs.household_members": 312,
    "civil_affairs.authorisations": 315,
    "civil_affairs.benefits": 337,
    "civil_affairs.payments": 3808,
    "civil_affairs.marriages": 939,
    "civil_affairs.deaths": 143,
    "civil_affairs.disabilities": 165,
    "civil_affairs.children": 51,
    "medical_insurance.enrolments": 2914,
    "medical_insurance.settlements": 6176,
    "housing.properties": 1453,
    "housing.rentals": 26,
    "human_resources.contributions": 12682,
    "human_resources.employments": 967,
    "human_resources.pensions": 547,
}
Walked = dict[str, dict[int, pl.DataFrame]]


def walk(clean: bool, people: int = 3000) -> tuple[Walked, dict[str, pl.DataFrame]]:
    """Delivered frames by table and night, and the truth with links."""
    sample = draw_sample(people, 3, NIGHTS, date(2026, 11, 20), clean)
    frames: Walked = {}
    links = []
    for table in sample.tables():
        frames[table.finished.key] = {delivered.night: delivered.frame for delivered in table.deliveries()}
        links.append(table.links)
    return frames, {"links": pl.concat(links), **sample.truth()}


@pytest.fixture(scope="module")
def clean() -> tuple[Walked, dict[str, pl.DataFrame]]:
    return walk(clean=True)


@pytest.fixture(scope="module")
def damaged() -> tuple[Walked, dict[str, pl.DataFrame]]:
    return walk(clean=False)


def test_every_table_has_a_layout() -> None:
    assert set(LAYOUTS) == set(TABLES)
    assert len({layout.prefix for layout in LAYOUTS.values()}) == len(LAYOUTS)


@pytest.mark.parametrize("key", USUAL)
def test_volume_is_like_the_hand_made_city(clean: tuple[Walked, dict[str, pl.DataFrame]], key: str) -> None:
    assert 0.6 <= len(clean[0][key][0]) / USUAL[key] <= 1.6


@pytest.mark.parametrize("key", list(TABLES))
def test_clean_rows_follow_the_contract(clean: tuple[Walked, dict[str, pl.DataFrame]], key: str) -> None:
    spec = TABLES[key]
    for frame in clean[0][key].values():
        assert set(spec.headers) <= set(frame.columns)
        assert frame[spec.column("record_no").header].is_unique().all()
        for column in spec.columns:
            values = frame[column.header]
            assert not column.required or values.null_count() == 0, column.name
            if column.codes:
                assert set(values.drop_nulls()) <= set(column.codes), column.name


def test_headers_are_not_in_the_contracts_order(clean: tuple[Walked, dict[str, pl.DataFrame]]) -> None:
    shuffled = [key for key, spec in TABLES.items() if clean[0][key][0].columns[: len(spec.columns)] != [*spec.headers]]
    assert len(shuffled) > 15


def test_one_column_is_unknown(clean: tuple[Walked, dict[str, pl.DataFrame]]) -> None:
    unknown = {key for key, spec in TABLES.items() if set(clean[0][key][0].columns) - set(spec.headers)}
    assert len(unknown) == 1


def test_clean_city_has_no_damage(clean: tuple[Walked, dict[str, pl.DataFrame]]) -> None:
    frames, truth = clean
    assert (truth["links"]["noise_kinds"] == "").all()
    assert truth["cases"].is_empty()
    assert truth["quarantine"].is_empty()
    members = frames["civil_affairs.household_members"][0]
    assert members["公民身份号码"].str.contains(r"^9999\d{13}[\dX]$").all()


def test_damaged_city_has_every_kind(damaged: tuple[Walked, dict[str, pl.DataFrame]]) -> None:
    kinds = set(damaged[1]["links"]["noise_kinds"].str.split(";").explode()) - {""}
    expected = {"typo", "transposed", "empty", "legacy15", "family", "lower_x", "full_width", "stray", "old_number"}
    expected |= {"dot", "rare", "former", "look", "sound", "traditional", "space", "note", "several_owners"}
    assert expected | {"excel000", "wrong_birth", "wrong_sex"} >= kinds >= expected


def test_every_rule_is_planted_and_the_list_points_at_delivered_rows(
    damaged: tuple[Walked, dict[str, pl.DataFrame]],
) -> None:
    frames, truth = damaged
    cases = truth["cases"]
    rules = parse_rules(texts("rules/alert"))
    live = {rule.id for rule in rules if rule.head.status == "live"}
    assert set(cases.filter("fires")["rule_id"]) == live - NOT_PLANTED
    # A case about a whole delivery is anchored on a column or a check, not on a row (cases_sources.py).
    about_sources = cases["rule_id"].str.contains(r"^SJ-0[1-8]$")
    for (key,), part in cases.filter(~about_sources).group_by("anchor_table"):
        header = TABLES[str(key)].column("record_no").header
        ever = pl.concat([frame.select(header) for frame in frames[str(key)].values()])[header]
        assert set(part["anchor_record_no"]) <= set(ever)


def test_quarantine_truth_points_at_the_broken_cell(damaged: tuple[Walked, dict[str, pl.DataFrame]]) -> None:
    frames, truth = damaged
    assert truth["quarantine"]["night"].n_unique() == NIGHTS
    for row in truth["quarantine"].iter_rows(named=True):
        spec = TABLES[row["table"]]
        line = frames[row["table"]][row["night"] - 1].row(row["row_number"] - 1, named=True)
        assert line[spec.column("record_no").header] == row["record_no"]
        cell = line[spec.column(row["column_name"]).header]
        assert cell is None or cell in {"2026-13-45", "待定", "面议", "约一百平", "??"}


def test_state_tables_come_in_full_and_events_once(damaged: tuple[Walked, dict[str, pl.DataFrame]]) -> None:
    for key, nights in damaged[0].items():
        share = len(nights[2]) / max(1, len(nights[0]))
        assert share < 0.25 if TABLES[key].is_event else share > 0.9


@pytest.mark.parametrize(
    ("pattern", "nights", "held"),
    [
        (0, 3, ((0, 9999),)),
        (1, 3, ((0, 1),)),
        (2, 3, ((1, 9999),)),
        (3, 3, ((0, 0), (2, 9999))),
        (4, 3, ((2, 9999),)),
        (1, 1, ((0, 9999),)),
        (3, 2, ((0, 9999),)),
        (4, 1, ((0, 9999),)),
    ],
)
def test_segments(pattern: int, nights: int, held: tuple[tuple[int, int], ...]) -> None:
    assert segments(pattern, nights) == held
