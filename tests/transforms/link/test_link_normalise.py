"""Keys of names, and how two of them compare."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.link.compare import grade
from transforms.link.normalise import name_folds, name_keys
from transforms.link.variants import FOLD

KEYS = [
    ("张伟", "张伟"),
    (" 张　伟\u200b", "张伟"),
    ("张\u00a0伟", "张伟"),
    ("张伟(已故)", "张伟"),
    ("张伟（户主）", "张伟"),
    ("张伟【女】", "张伟"),
    ("张伟(已", "张伟"),
    ("徐(莹加王旁)", "徐?"),
    ("张(龙天)", "张?"),
    ("赵福(氵冲)", "赵福?"),
    ("赵福?", "赵福?"),
    ("赵福？", "赵福?"),
    ("赵福??", "赵福?"),
    ("赵福〓", "赵福?"),
    ("赵福□", "赵福?"),
    ("赵福\ue831", "赵福?"),
    ("赵福\ufffd", "赵福?"),
    ("赵福😀", "赵福?"),
    ("赵福CHONG", "赵福?"),
    ("赵福chóng", "赵福?"),
    ("赵福⿰氵中", "赵福?"),
    ("赵福㳘", "赵福㳘"),
    ("买买提·热合曼", "买买提热合曼"),
    ("买买提•热合曼", "买买提热合曼"),
    ("买买提・热合曼", "买买提热合曼"),
    ("买买提．热合曼", "买买提热合曼"),
    ("买买提･热合曼", "买买提热合曼"),
    ("买买提 热合曼", "买买提热合曼"),
    *[(f"阿卜杜拉{dot}买买提", "阿卜杜拉买买提") for dot in "·•・‧．･.∙⋅˙ꞏ⸱᛫∘⦁◦▪●ㆍ﹒。｡ᐧ𐄁"],
    *[(f"阿卜杜拉{dash}买买提", "阿卜杜拉买买提") for dash in "-－‐–—―−_＿"],
    ("古丽-买买提-热合曼", "古丽买买提热合曼"),
    ("张-伟", "张?伟"),
    ("阿卜杜拉", "阿卜杜拉"),
    (" 阿卜杜拉 · 买买提 ", "阿卜杜拉买买提"),
    ("欧 阳　锋", "欧阳锋"),
    ("张*", "张?"),
    ("张＊伟", "张?伟"),
    ("张X", "张?"),
    ("张ｘ伟", "张?伟"),
    ("张×伟", "张?伟"),
    ("张■", "张?"),
    ("张○○", "张?"),
    ("张…", "张?"),
    ("张__", "张?"),
    ("张&#20255;", "张伟"),
    ("张&#x4F1F;", "张伟"),
    ("张&伟", "张?伟"),
    ("珊々", "珊珊"),
    ("张伟2", "张伟"),
    ("张伟②", "张伟"),
    ("张伟１２", "张伟"),
    ("张2", "张?"),
    ("李娜/李丽", "李娜"),
    ("李娜〔曾用名李丽〕", "李娜"),
    ("(已故)李娜", "李娜"),
    ("李娜「户主", "李娜"),
    ("张︀伟󠄀", "张伟"),
    ("张󰀁", "张?"),
    ("⽊村", "木村"),
    ("豈文", "豈文"),
    ("ＪＯＨＮ Ｓｍｉｔｈ", "JOHNSMITH"),
    ("Jean-Pierre Smith", "JEANPIERRESMITH"),
    ("José García", "JOSÉGARCÍA"),
    ("བསྟན་འཛིན", "བསྟན་འཛིན"),
    ("-", None),
    ("***", None),
    ("□□", None),
    ("123", None),
    ("Smith John", "SMITHJOHN"),
    ("ｓｍｉｔｈ", "SMITH"),
    ("?", None),
    ("(无)", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_key_of_a_name(name, key):
    assert name_keys(pl.Series([name, "王芳"], dtype=pl.String)).to_list() == [key, "王芳"]


def test_traditional_and_variant_forms_fold_weakly():
    folds = name_folds(pl.Series(["陳鳳小", "许力宽", "許力寬", "閻明", "阎明", "闫明", "张伟"]))
    assert folds.to_list() == ["陈凤小", "许力宽", "许力宽", "闫明", "闫明", "闫明", "张伟"]


def test_no_folded_form_is_itself_folded():
    assert not set(FOLD) & set(FOLD.values())
    assert all(len(form) == len(plain) == 1 for form, plain in FOLD.items())


GRADES = [
    ("张伟", "张伟", "same"),
    ("张?", "张㼆", "same"),
    ("赵?福", "赵㳘福", "same"),
    ("赵福?", "赵福", "other"),
    ("赵?", "赵福㳘明", "other"),
    ("李?", "赵㳘", "other"),
    ("赵福?", "赵?㳘", "other"),
    ("张伟", "张强", "other"),
    ("季平", "李平", "other"),
    ("王明", "王小明", "other"),
    ("刘鹏铭", "刘鹏锍", "near"),
    ("乌占忠", "吴占忠", "near"),
    ("刘海军", "刘建国", "other"),
    ("王红", "王月梅", "other"),
    ("诸葛小明", "诸葛明", "near"),
    ("买买提热合曼", "买买提热合", "near"),
    ("买买提热合曼", "买买提热", "near"),
    ("买买提热合曼", "买买提", "near"),
    ("买买提热合曼", "买买", "other"),
    ("王小明亮", "王小", "other"),
    ("王小明亮", "王小明", "near"),
    ("欧阳锋", "欧阳", "other"),
    ("买买提热合曼", "艾合买提热合曼", "other"),
    (None, "张伟", "unknown"),
    (None, None, "unknown"),
]


@pytest.mark.parametrize(("left", "right", "expected"), GRADES)
def test_grade_of_two_names_either_way(left, right, expected):
    one, other = pl.Series([left], dtype=pl.String), pl.Series([right], dtype=pl.String)
    assert grade(one, other).to_list() == grade(other, one).to_list() == [expected]


HAN = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=6)
ODD = (
    "张伟阿卜杜拉买提々〇○□〓?？*＊XxＸ·•.‧ꞏ｡。-—_（）()【】[]<>/ "
    "\u3000\u200b\ufe00㳘𬱖陳01２①⑴ABcó\ue831⿰氵中&#;…한ألف😀'’"
)
NAMES = st.lists(st.one_of(st.text(max_size=12), st.text(alphabet=ODD, max_size=12)), min_size=1, max_size=8)


@settings(deadline=None)
@given(NAMES)
def test_any_text_has_a_key_that_is_its_own_key(names):
    keys = name_keys(pl.Series(names, dtype=pl.String))
    assert name_keys(keys).to_list() == keys.to_list()
    folds = name_folds(keys)
    assert name_folds(folds).to_list() == name_keys(folds).to_list() == folds.to_list()
    assert "" not in keys.to_list()


@given(NAMES)
@settings(deadline=None, max_examples=30)
def test_a_key_does_not_depend_on_the_names_beside_it(names):
    alone = [name_keys(pl.Series([name], dtype=pl.String))[0] for name in names]
    assert name_keys(pl.Series(names, dtype=pl.String)).to_list() == alone


@given(st.lists(HAN, min_size=2, max_size=10, unique=True))
def test_two_simple_names_are_equal_only_by_variants(names):
    assert name_keys(pl.Series(names)).to_list() == names
    plain = ["".join(FOLD.get(character, character) for character in name) for name in names]
    assert name_folds(pl.Series(names)).to_list() == plain


@given(HAN, st.sampled_from(["{} ", "{}(已故)", "{}（户主）", "\u200b{}", "{}\u3000", "{}【女】"]))
def test_a_note_or_a_blank_makes_no_other_name(name, written):
    noted = any(bracket in written for bracket in "(（【")
    key = name + "?" if noted and len(name) == 1 else name
    assert name_keys(pl.Series([written.format(name)])).to_list() == [key]


def test_characters_used_in_simplified_names_are_not_folded():
    assert not set("乾淼沈犇祎垚彧翀玥珺赟") & set(FOLD)
    assert name_folds(pl.Series(["李乾", "劉曉東", "歐陽鋒", "閭丘明", "蕭華", "萧华", "肖华"])).to_list() == [
        "李乾", "刘晓东", "欧阳锋", "闾丘明", "萧华", "萧华", "萧华",
    ]  # fmt: skip


def test_nothing_to_compare():
    none = pl.Series([], dtype=pl.String)
    assert grade(none, none).to_list() == []
    assert name_keys(none).to_list() == []
