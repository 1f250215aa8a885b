"""A policy file that can be read in one way only is used: what people should put right is told, the night is run."""

from __future__ import annotations

from pathlib import Path

from flows.lake import read_json
from tests.contract.tiny_city import POLICY, TinyCity, authorisation, household, member, number

NIGHT = "2026-11-20"


def test_unknown_parameters_and_other_files_do_not_stop_the_night(tmp_path: Path) -> None:
    policy = tmp_path / "policy"
    policy.mkdir()
    (policy / "9999.yml").write_text(POLICY.read_text("utf-8") + "\nnobody_knows: {values: {2025-01-01: 1}}\n", "utf-8")
    (policy / "notes.yml").write_text("kind: 说明\n", "utf-8")
    city = TinyCity(tmp_path)
    his = number("19700101")
    members = [member("M1", "H1", "王小明", his)]
    signed = [authorisation("A1", "H1", "王小明", his)]
    city.deliver(NIGHT, {"households": [household("H1")], "household_members": members, "authorisations": signed})
    assert city.run(policy).exit_code == 0
    assert city.rows("SELECT outcome FROM verification_results", NIGHT) == [("pass",)]
    summary = read_json(tmp_path / "home" / "lake" / "nights" / NIGHT / "assess" / "done.json")["summary"]
    assert [told.partition(",已略过")[0] for told in summary["warnings"]] == [
        "9999.yml,nobody_knows:未知的参数",
        "notes.yml:没有 locality(区划代码前缀),不是政策文件",
    ]
