"""The disposition codes (domain/process.md, section 10): what each does, what it says of the rule, who acts on it.

    adverse   to the household's disadvantage: only with the whole due process and a second signature
    need      somebody is to be helped
    closing   no problem, or nothing to be known: the alert is silent while the finding stays what it is

`says` is what the code tells of the finding when a rule is measured: confirmed, not_confirmed, or unclear (neither).
A true finding that is exempt is not confirmed: nothing was wrong with the household.
"""

from __future__ import annotations

from typing import NamedTuple

ADVERSE, NEED, CLOSING = "adverse", "need", "closing"
CONFIRMED, NOT_CONFIRMED, UNCLEAR = "confirmed", "not_confirmed", "unclear"
DIRECTIONS = {ADVERSE: "不利", NEED: "受益", CLOSING: "办结"}

COUNTY = "县级民政部门社会救助科（股）"
TOWNSHIP = "乡镇人民政府（街道办事处）社会救助经办机构"
_FAVOURITISM = "RQ-"
_WRITTEN = "由人依法定程序另行书面决定并送达；本系统不停发、不减发、不追缴，也不计算应退金额"
_HELP = "主动告知当事人并协助其提出申请，按规定审核确认"


class Code(NamedTuple):
    """One disposition. to_do, office: for those that a person must act on."""

    direction: str
    says: str
    to_do: str | None = None
    office: str | None = None


CODES: dict[str, Code] = {
    "属实-停发": Code(ADVERSE, CONFIRMED, f"研究是否停止救助：{_WRITTEN}。", COUNTY),
    "属实-减发": Code(ADVERSE, CONFIRMED, f"研究是否调整救助金额：{_WRITTEN}。", COUNTY),
    "属实-追缴": Code(ADVERSE, CONFIRMED, f"研究是否责令退回：{_WRITTEN}。", COUNTY),
    "属实-新增低保": Code(NEED, CONFIRMED, f"最低生活保障：{_HELP}。", TOWNSHIP),
    "属实-新增特困": Code(NEED, CONFIRMED, f"特困人员救助供养：{_HELP}。", TOWNSHIP),
    "属实-新增低边": Code(NEED, CONFIRMED, f"最低生活保障边缘家庭认定：{_HELP}。", TOWNSHIP),
    "属实-新增刚性支出": Code(NEED, CONFIRMED, f"刚性支出困难家庭认定：{_HELP}。", TOWNSHIP),
    "属实-新增临时救助": Code(NEED, CONFIRMED, f"临时救助：{_HELP}；情况紧急的先行救助。", TOWNSHIP),
    "属实-符合豁免": Code(CLOSING, NOT_CONFIRMED),
    "不属实-身份误配": Code(CLOSING, NOT_CONFIRMED),
    "不属实-数据滞后": Code(CLOSING, NOT_CONFIRMED),
    "不属实-来源错误": Code(CLOSING, NOT_CONFIRMED),
    "已自行变化": Code(CLOSING, UNCLEAR),
    "无法核实": Code(CLOSING, UNCLEAR),
    "转其他救助": Code(CLOSING, UNCLEAR),
}

SAMPLE_CODES = {
    "抽查-未见问题": False,
    "抽查-发现错保": True,
    "抽查-发现漏保": True,
    "抽查-发现其他问题": True,
    "抽查-无法核实": None,
}
"""What a review of a sampled household came to: whether the rules had missed something; None says nothing."""


def is_adverse(code: str) -> bool:
    """Whether a disposition is to the household's disadvantage; False for an unknown one."""
    return code in CODES and CODES[code].direction == ADVERSE


def needs_second(code: str, rule_id: str | None) -> bool:
    """Whether another person has to sign: every adverse decision, and every one on favouritism (人情保), whatever it
    says (domain/process.md, section 10).
    """
    return is_adverse(code) or (rule_id or "").startswith(_FAVOURITISM)


def same_person(one: str, other: str) -> bool:
    """Whether two account names are one: blanks and case say nothing."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()
