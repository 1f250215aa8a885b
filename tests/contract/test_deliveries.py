"""exports.yaml, Delivery: only tables named there are read; events sent again; a policy file may have any name."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.contract.tiny_city import POLICY, TinyCity, entry, household, number

NIGHT, NEXT = "2026-11-20", "2026-11-21"


def test_a_table_that_the_contract_does_not_name_costs_no_other_table(tmp_path: Path) -> None:
    def with_loans(department: str, manifest: dict[str, Any], folder: Path) -> None:
        if department == "housing":
            manifest["tables"].append(entry(folder, "loans", "甲,乙\n1,2\n".encode(), 1))

    city = TinyCity(tmp_path)
    city.deliver(NIGHT, {"households": [household("H1")]}, with_loans)
    city.run()
    statuses = city.rows("SELECT DISTINCT status FROM feeds WHERE department = 'housing'", NIGHT)
    assert statuses == [("accepted",)]


@pytest.mark.long
def test_an_event_sent_again_unreadable_does_not_replace_the_good_one(tmp_path: Path) -> None:
    paid = {"record_no": "P1", "program": "高龄津贴", "name": "王小明", "id_number": number("19400101")}
    paid |= {"period": "2026-05", "paid_yuan": "100", "paid_on": "2026-05-10", "result": "失败"}
    city = TinyCity(tmp_path)
    city.deliver(NIGHT, {"payments": [paid]})
    city.deliver(NEXT, {"payments": [paid | {"result": "其它类别"}]})
    city.run()
    assert city.alert("ZJ-08", "P1", NEXT)[:2] == ("ongoing", False)


def test_the_policy_may_be_one_file_of_any_name(tmp_path: Path) -> None:
    shutil.copy(POLICY, tmp_path / "policy-demo.yaml")
    city = TinyCity(tmp_path)
    city.deliver(NIGHT, {"households": [household("H1")]})
    assert city.run(tmp_path / "policy-demo.yaml").exit_code == 0
