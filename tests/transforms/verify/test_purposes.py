"""Purposes are data: the files hold together, and every way of writing one wrongly is told."""

from __future__ import annotations

import pytest

from schemas.request import PURPOSES
from tests.transforms.verify.request_rows import all_purposes, gated_rules, purpose_texts
from transforms.verify.purposes import PurposeError, parse_purposes


def test_every_purpose_has_its_file_items_and_authorisation() -> None:
    known = all_purposes()
    assert list(known.by_name) == PURPOSES.split()
    for name, one in known.by_name.items():
        assert known.asked(name), name
        assert known.needed_sources(name), name
        assert bool(one.limits) != bool(one.programs), name


def test_what_the_law_opens_is_in_the_centres_own_registers() -> None:
    """Every other source is opened by an authorisation alone."""
    known = all_purposes()
    by_law = {known.items[key].source for one in known.by_name.values() for key in one.statutory}
    assert {source.partition(".")[0] for source in by_law} == {"civil_affairs"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("purpose: 法律援助", "purpose: 法律帮助", "不在请求的代码表内"),
        ("items: [homes,", "items: [cars,", "没有核对项目 cars"),
        ("items: [homes,", "items: [benefits,", "同时写在 items 和 statutory 中"),
        ("doubts: [SF-01,", "doubts: [SF-77,", "没有规则 SF-77"),
        ("doubts: [SF-01,", "doubts: [CB-07,", "按救助类别判断"),
        ("parameter: standard", "parameter: standart", "没有政策参数 standart"),
        ('valid_days: "90"', 'valid_days: "0"', "valid_days"),
        ("closing:", "ending:", "ending"),
        ("home_contracts, ", "", "home_bought 所依据的来源不在 items 中"),
        ('times: "2"', 'times: "two"', "应为数字"),
        ("measure: home_bought", "measure: cars", "measure"),
    ],
)
def test_wrong_file_is_refused(old: str, new: str, fault: str) -> None:
    texts = purpose_texts()
    texts["legal_aid.yml"] = texts["legal_aid.yml"].replace("measure: non_residential", "measure: home_bought", 1)
    assert old in texts["legal_aid.yml"]
    texts["legal_aid.yml"] = texts["legal_aid.yml"].replace(old, new, 1)
    with pytest.raises(PurposeError, match=fault):
        parse_purposes(texts, gated_rules())


def test_missing_and_doubled_purposes_are_refused() -> None:
    texts = purpose_texts()
    with pytest.raises(PurposeError, match="已有另一个文件"):
        parse_purposes({**texts, "two.yml": texts["charity.yml"]}, gated_rules())
    del texts["charity.yml"]
    with pytest.raises(PurposeError, match="没有这些用途的文件：慈善帮扶"):
        parse_purposes(texts, gated_rules())
