"""Keys of names, and how two of them compare."""

from __future__ import annotations

import polars as pl
import pytest

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
    ("买买提热合曼", "买买提", "other"),
    ("买买提热合曼", "艾合买提热合曼", "other"),
    (None, "张伟", "unknown"),
    (None, None, "unknown"),
]


@pytest.mark.parametrize(("left", "right", "expected"), GRADES)
def test_grade_of_two_names_either_way(left, right, expected):
    one, other = pl.Series([left], dtype=pl.String), pl.Series([right], dtype=pl.String)
    assert grade(one, other).to_list() == grade(other, one).to_list() == [expected]


def test_nothing_to_compare():
    none = pl.Series([], dtype=pl.String)
    assert grade(none, none).to_list() == []
    assert name_keys(none).to_list() == []
