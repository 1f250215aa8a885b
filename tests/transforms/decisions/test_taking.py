"""What is not put down, and why: literal cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.transforms.decisions.said import DAY, LATER, adverse, alert, decision, decisions, path, step, steps
from transforms.decisions.taking import Known, refused_decision, refused_signature, refused_step

TODAY = LATER + timedelta(days=1)


def known(*said: dict, done: list[dict] | None = None, names: tuple[str, ...] = (), **given: object) -> Known:
    return Known(alert(**given), decisions(*said), steps(*(done or [])), names)


@pytest.mark.parametrize(
    ("row", "there", "why"),
    [
        (decision(2), known(), None),
        (decision(2), Known(None, decisions(), steps()), "没有这条预警"),
        (decision(2, disposition="属实"), known(), "不在规定之内"),
        (decision(2, reason=" "), known(), "没有写明理由"),
        (decision(2, decided_by=" "), known(), "没有写明决定人"),
        (decision(2, reason="见证件999901199001011234"), known(), "像证件号码"),
        (decision(2, reason="已打13800001111核实"), known(), "手机号码"),
        (decision(2, decided_by="999901199001011234"), known(), "像证件号码"),
        (decision(2, reason="张小三已说明"), known(names=("张小三",)), "姓名"),
        (decision(2, reason="长" * 501), known(), "超过500字"),
        (decision(2, decided_on=TODAY + timedelta(days=1)), known(), "还没有到"),
        (decision(2, expires_on=DAY), known(), "已经过去"),
        (decision(2, expires_on=TODAY), known(), None),
        (decision(2), known(resolved_on=LATER, state="resolved"), "已于 2026-11-25 因数据变化消除"),
        (decision(2, decided_on=DAY), known(resolved_on=LATER, state="resolved"), None),
        (decision(2, decided_on=DAY), known(decision(1)), "已有更晚的决定"),
        (decision(2, second_by=" "), known(), "没有写明第二签字人"),
        (decision(2, second_by="乙 "), known(), "不得是决定人本人"),
        (adverse(2), known(), "待独立核查"),
        (adverse(2), known(done=path()[:3]), None),
        (adverse(2), known(done=path()[:3], evidence_fingerprint="f1", rule_version=2), "待独立核查"),
        (adverse(2), known(done=path()[:3], confidence="likely"), "只是“可能”"),
        (adverse(2, decided_by="甲"), known(done=path()[:3]), "不得是核查人"),
        (adverse(2), known(adverse(1), done=path()[:3]), "不能进行“作出不利决定”"),
    ],
)
def test_a_decision(row: dict, there: Known, why: str | None) -> None:
    now = there.alert or alert()
    row |= {"evidence_fingerprint": now["evidence_fingerprint"], "rule_version": now["rule_version"]}
    told = refused_decision(row, there, TODAY)
    assert (told is None) == (why is None), told
    assert (why or "") in (told or "")


def test_a_decision_on_evidence_that_changed_since_it_was_seen() -> None:
    assert "已有变化" in (refused_decision(decision(2), known(), TODAY, seen="f0") or "")
    assert refused_decision(decision(2), known(), TODAY, seen="f1") is None


@pytest.mark.parametrize(
    ("made", "by", "there", "why"),
    [
        (adverse(1, second_by=None), "丙", known(adverse(1, second_by=None)), None),
        (None, "丙", known(), "没有这条处置决定"),
        (decision(1, kind="signature"), "丙", known(), "没有这条处置决定"),
        (decision(1), "丙", known(), "只有不利决定"),
        (decision(1, rule_id="RQ-02"), "丙", known(), None),
        (adverse(1, second_by=None), "乙", known(), "不得是决定人本人"),
        (adverse(1, second_by=None), " ", known(), "没有写明签字人"),
        (adverse(1), "丁", known(adverse(1)), "已有第二签字"),
        (adverse(1, second_by=None, expires_on=LATER), "丙", known(), "有效期已过"),
        (adverse(1, second_by=None), "丙", known(evidence_fingerprint="f2"), "已有变化"),
    ],
)
def test_a_signature(made: dict | None, by: str, there: Known, why: str | None) -> None:
    told = refused_signature(made, by, there, TODAY)
    assert (told is None) == (why is None), told
    assert (why or "") in (told or "")


@pytest.mark.parametrize(
    ("row", "there", "why"),
    [
        (step(2, "check"), known(), None),
        (step(2, "look"), known(), "不在规定之内"),
        (step(2, "notice", answer_by=date(2026, 12, 1)), known(), "待独立核查"),
        (step(2, "check", done_on=TODAY + timedelta(days=1)), known(), "还没有到"),
        (step(2, "check", how=""), known(), "没有写明办理情况"),
        (step(2, "check", how="证件999901199001011234"), known(), "像证件号码"),
        (step(3, "window_ended", done_on=date(2026, 11, 20)), known(done=path()[:2]), "当日过后"),
        (step(3, "window_ended", done_on=date(2026, 11, 21)), known(done=path()[:2]), None),
        (step(1, "check"), Known(None, decisions(), steps()), "没有这条预警"),
    ],
)
def test_a_step(row: dict, there: Known, why: str | None) -> None:
    told = refused_step(row, there, TODAY)
    assert (told is None) == (why is None), told
    assert (why or "") in (told or "")
    assert "已有变化" in (refused_step(row, there, TODAY, seen="f0") or "") or why is not None
