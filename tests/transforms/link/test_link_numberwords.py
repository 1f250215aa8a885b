"""What is said of a number, and that it never tells the number."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.transforms.link.invented import A
from transforms.link.numberwords import damage, number_words

SWAPPED = A[:8] + A[9] + A[8] + A[10:]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (A, "证号相同"),
        (A[:4] + "7" + A[5:], "只差第5位"),
        (SWAPPED, "第9、10位颠倒"),
        (A[:15] + "000", "末三位不同"),
        (A[:15], "位数不同(15位)"),
        ("1" + A[1:9] + "77" + A[11:], "3位不同"),
    ],
)
def test_damage(wrong: str, says: str) -> None:
    assert says in damage(wrong, A)


@pytest.mark.parametrize(
    ("state", "number", "holder", "says"),
    [
        ("valid", A, "P1", ["证号有效", "就是此人的", "出生日期与所填一致", "性别与所填不一致", "写法相同"]),
        ("valid", A, "P9", ["另一人 P9 的"]),
        ("valid", A, None, ["没有别的记录"]),
        ("legacy15", A[:6] + A[8:17], "P1", ["15位旧号", "出生日期与所填一致"]),
        ("invalid", A[:4] + "7" + A[5:], None, ["证号有误", "只差第5位"]),
        ("empty", None, None, ["未填证号"]),
    ],
)
def test_words(state: str, number: str | None, holder: str | None, says: list[str]) -> None:
    told = {"name": "张秀兰", "id_number": number, "sex": "女", "birth_date": date(1980, 1, 1)}
    link = {"number_state": state, "person_key": "P1", "method": "exact_id"}
    words = "".join(number_words(told, link, {"id_number": A, "name": "张秀兰"}, holder))
    assert [one for one in says if one not in words] == []
    assert not re.search(r"\d{6}|张秀兰", words)
