"""What the engine does with tables and settings that are wrong, empty or enormous in one place."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.transforms.link.table.invented import SETTINGS, copied, named, people
from transforms.link.table.blocks import keyed
from transforms.link.table.engine import link
from transforms.link.table.fields import Side
from transforms.link.table.modelfile import model_text, read_model
from transforms.link.table.settings import SettingsError, read_settings

LINK, DEDUPE = (read_settings(SETTINGS.format(one=one)) for one in ("true", "false"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("unique_id: id", "", "unique_id:缺少这一项"),
        ("kind: date", "kind: day", "fields.born.kind:只能是"),
        ("{edit: 1}", "{edit: 0}", "“edit”要一个不小于 1 的整数"),
        ("{edit: 1}", "{jaro_winkler: 2}", "“jaro_winkler”要 0 与 1 之间的数"),
        ("{edit: 1}", "{edits: 1}", "没有“edits”这种比法"),
        ("{edit: 1}", "{exact: true, crossed: middle}", "crossed 的字段“middle”不存在"),
        ("{edit: 1}", "exact_tf", "comparisons.first:层级重复"),
        ("day_month", "homophone", "comparisons.born:date 不能用 homophone"),
        ("town: [exact]", "village: [exact]", "comparisons.village:fields 中没有这个字段"),
        ("- [code]", "- [cod]", "blocking 第 1 条:fields 中没有“cod”"),
        ("- [code]", "- [first(code)]", "first 和 last 要写长度"),
        ("- [code]", "- [left(code 2)]", "没有“left”这个函数"),
        ("- [code]", "- [year(code)]", "year 只用于日期"),
        ("- [code]", "- {agree: [code], unless_trusted: code}", "unless_trusted 应是 id_number 字段"),
        ("blocking:", "threshold: 3\nblocking:", "threshold:应为 auto 或 0 与 1 之间的数"),
        ("blocking:", "never: [{town: [near]}]\nblocking:", "never 第 1 条:town 没有层级“near”"),
        ("blocking:", "colour: red\nblocking:", "colour:没有这一项"),
        ("unique_id: id", "unique_id: [", "设置文件不是正确的 YAML"),
    ],
)
def test_wrong_settings_are_told_with_their_place(old: str, new: str, said: str) -> None:
    text = SETTINGS.format(one="true")
    assert old in text
    with pytest.raises(SettingsError, match="设置") as caught:
        read_settings(text.replace(old, new, 1))
    assert said in str(caught.value)


def test_settings_that_are_no_mapping() -> None:
    with pytest.raises(SettingsError, match="设置文件应有"):
        read_settings("just text")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (named(people(5), "A").drop("town"), "表 A 没有这些列:town"),
        (named(people(5), "A").with_columns(id=pl.lit("A1")), "id 应当唯一,有 4 处重复"),
        (named(people(5), "A").with_columns(id=pl.lit(None, pl.String)), "id 有 5 处为空"),
    ],
)
def test_tables_that_do_not_fit(table: pl.DataFrame, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        link(table, None, DEDUPE)
    assert said in str(caught.value)


@pytest.mark.parametrize("sizes", [(0, 0), (0, 5), (5, 0), (1, 1)])
def test_empty_and_tiny_tables_link_nothing_wrong(sizes: tuple[int, int]) -> None:
    a, b = named(people(sizes[0], 1), "A"), named(people(sizes[1], 2), "B")
    done = link(a, b, LINK)
    assert done.report.links == 0
    assert done.clusters.height == sum(sizes)
    assert link(a, None, DEDUPE).clusters.height == sizes[0]


def test_a_field_that_is_always_empty_says_nothing() -> None:
    base = people(300)
    a, b = named(base, "A"), named(copied(base, 0.05), "B")
    none = pl.lit(None, pl.String)
    with_it, without = (
        link(a.with_columns(town=value), b.with_columns(town=value), LINK) for value in (pl.col("town"), none)
    )
    assert without.report.empty == ("town",)
    assert with_it.report.empty == ()
    assert abs(with_it.report.links - without.report.links) <= 3
    assert (
        link(
            a.with_columns(pl.all().exclude("id").cast(pl.String).replace_strict({}, default=None)), None, DEDUPE
        ).report.links
        == 0
    )


@pytest.mark.filterwarnings("error")
def test_a_field_with_one_value_throughout_says_nothing() -> None:
    base = people(300)
    a, b = named(base, "A"), named(copied(base, 0.05), "B")
    one = pl.lit("same")
    done = link(a.with_columns(town=one, code=one), b.with_columns(town=one, code=one), LINK)
    assert done.model.m["code"][0] == pytest.approx(done.model.u["code"][0], rel=0.01)
    assert done.report.links == pytest.approx(290, abs=12)


def test_thousands_of_one_name_and_birth_date_are_capped_and_stay_apart() -> None:
    """10,000 of one name, born on one day, without anything else: blocks of 50 million pairs."""
    crowd = pl.DataFrame({"first": ["wei"] * 10_000, "last": ["zhang"] * 10_000, "born": ["19800101"] * 10_000})
    crowd = crowd.with_columns(pl.lit(None, pl.String).alias("code"), pl.lit(None, pl.String).alias("town"))
    base = people(300)
    table = named(pl.concat([pl.concat([base, copied(base, 0.03)]).drop("entity"), crowd], how="diagonal"), "R")
    done = link(table, None, DEDUPE)
    capped = {rule.rule: (rule.capped, rule.skipped, rule.largest) for rule in done.report.rules}
    pairs = 10_000 * 9_999 // 2
    assert capped["first + last"] == (1, pairs, pairs)
    assert capped["born"] == (1, pairs, pairs)
    assert done.report.largest == 2
    assert done.report.links == pytest.approx(290, abs=12)


def test_a_block_of_a_million_is_left_out() -> None:
    """Keys only: a million records on each side with one value, and one more pair that is found."""
    size = 1_000_000
    codes = (
        pl.select(pl.repeat(7, size, dtype=pl.UInt64).append(pl.Series([8], dtype=pl.UInt64))).to_series().to_numpy()
    )
    settings = read_settings("unique_id: id\nfields: {x: {kind: code}}\ncomparisons: {x: [exact]}\nblocking: [[x]]")
    ids, order = pl.repeat("", size + 1, eager=True), np.arange(size + 1)
    side, other = (Side(ids, order, {"x": codes}, {"x": pl.Series(["7"])}) for _ in range(2))
    (rule,) = keyed(side, other, settings)
    assert (rule.capped, rule.skipped, rule.largest()) == (1, size * size, size * size)
    assert (rule.left != 0).sum() == 1


def test_all_pairs_together_are_limited() -> None:
    """The largest blocks go first when all together would be too many."""
    limited = read_settings(SETTINGS.format(one="false") + "limits: {pairs: 100}\n")
    base = people(300)
    done = link(named(pl.concat([base, base]), "R"), None, limited)
    assert done.report.compared <= 100
    assert sum(rule.skipped for rule in done.report.rules) > 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("edit 1", "edit 2", 1), "模型与设置的比较层级不同:first"),
        (lambda text: text.replace("m: 0.", "m: 7.", 1), "模型文件中的概率应大于 0"),
        (lambda text: text.partition("comparisons")[0], "模型文件不完整"),
        (lambda _: "[", "模型文件不完整"),
    ],
)
def test_models_that_do_not_fit(change: object, said: str) -> None:
    base = people(100)
    text = model_text(link(named(base, "A"), named(base, "B"), LINK).model, LINK)
    with pytest.raises(SettingsError) as caught:
        read_model(change(text), LINK)  # type: ignore[operator]
    assert said in str(caught.value)
