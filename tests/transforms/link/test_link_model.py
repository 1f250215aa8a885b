"""The model's file: read back as written, and every fault named with its place; the words a pair is explained with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.transforms.link.open_night import MODEL, told
from transforms.link.explain import TEXTS, waterfall
from transforms.link.model import FIELDS, Level, ModelError, model_text, read_model


def test_a_model_written_is_the_model_read() -> None:
    levels = {field: dict(names) for field, names in MODEL.levels.items()}
    levels["birth"]["swapped"] = Level(0.000002, 0.0000003, None)
    other = replace(MODEL, levels=levels, origin='说明: "引号" # 井号', version=7)
    assert read_model(model_text(MODEL)) == MODEL
    assert read_model(model_text(other)) == other


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("likely: 0.9 ", "likely: 0.9995 ", "likely 不应大于 certain"),
        ("certain: 0.999 ", "certain: 1 ", "certain 应大于 0、小于 1"),
        ("found: 0.95 ", "found: yes ", "found 应大于 0、小于 1"),
        ("second: 0.01", "", "缺少 second"),
        ("version: 1", "version: 一", "version 应为整数"),
        ("date: 2026-11-22", "date: 昨天", "date 应为 2026-11-22 这样的日期"),
        ("    lunar: {m: 0.015, u: 0.001}\n", "", "缺少 levels.birth.lunar"),
        ("  employer:\n", "  employers:\n", "缺少 levels.employer"),
        ("  employer:\n", "  employers:\n", "没有 levels.employers 这一项"),
        ("swapped: {m: 0.002, u: 0.00003}", "swapped: {m: 0.002, u: 0}", "levels.birth.swapped.u 应大于 0、不大于 1"),
        ("swapped: {m: 0.002, u: 0.00003}", "swapped: {m: 0.002, u: 3e-05}", "levels.birth.swapped.u 应大于 0"),
        ("swapped: {m: 0.002, u: 0.00003}", "swapped: {m: 0.002, u: tf}", "此等级没有频率可用"),
        ("swapped: {m: 0.002, u: 0.00003}", "swapped: {m: 0.002}", "缺少 levels.birth.swapped.u"),
        ("swapped: {m: 0.002, u: 0.00003}", "swapped: 0.002", "levels.birth.swapped 应写作"),
        ("swap: {m: 0.3, u: tf}", "swap: {m: 0.3, u: 0.5}", "levels.number.swap.u 应为 tf"),
        ("swap: {m: 0.3, u: tf}", "swap: {m: 1.0, u: tf}", "levels.number.swap.m 应大于 0、小于 1"),
        ("kin: 0.12", "kin: 1.2", "levels.name.one.kin 应大于 0、不大于 1"),
        ("levels:", "levels: [", "不是有效的 YAML"),
    ],
)
def test_a_fault_is_named_with_its_place(before: str, after: str, said: str) -> None:
    text = told()
    assert before in text
    with pytest.raises(ModelError, match=r"^我的\.yml:") as fault:
        read_model(text.replace(before, after, 1), "我的.yml")
    assert said in str(fault.value)


def test_all_faults_are_told_at_once() -> None:
    text = told().replace("likely: 0.9 ", "likely: 2 ").replace("swap: {m: 0.3, u: tf}", "swap: {m: 0, u: tf}")
    with pytest.raises(ModelError, match=r"likely.*;.*levels\.number\.swap\.m"):
        read_model(text)


def test_a_file_of_something_else() -> None:
    with pytest.raises(ModelError, match="version"):
        read_model("- 1\n- 2\n")


def test_every_level_has_its_words() -> None:
    assert {field: tuple(texts) for field, texts in TEXTS.items()} == FIELDS


def test_waterfall_adds_up() -> None:
    pair = {f"{field}_level": None for field in FIELDS} | {f"{field}_weight": 0 for field in FIELDS}
    pair |= {"name_level": "equal", "name_weight": 9500, "namesakes": 3, "sex_level": "other", "sex_weight": -7400}
    rows = waterfall(pair | {"match_weight": -5.3, "match_probability": 0.02475})
    assert [row["total"] for row in rows][-1] == -5.3
    assert rows[0]["bits"] == -7.4
    assert rows[1] == {"field": "姓名", "says": "相同(本市同名3人)", "bits": 9.5, "total": 2.1}
    assert rows[2]["says"] == "一方未填"
    assert "2.4750%" in rows[-1]["says"]
