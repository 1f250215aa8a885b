"""Published: what households contest, and what is suspended for it. All of it is ours."""

from __future__ import annotations

import polars as pl

from schemas.published.words import Count, Day, Published, Text, Texts, about, codes, may, must


class Disputes(Published):
    """Grain: one dispute. All nights."""

    dispute_id: Text = must("异议编号", unique=True, str_matches=r"^Y[0-9a-f]{16}$")
    household_no: Text = must("家庭编号")
    source_table: Text = must("有异议的记录:部门.表")
    record_no: Text = must("有异议的记录的业务流水号")
    department: Text = must("来源部门")
    ground: Text = must(
        "理由",
        "not_mine 不是本人的记录,wrong_value 内容不符,ended 已不存在或已终止,outdated 已变更而来源未更新,other 其他",
    )
    note: Text = must("情况", "不含个人信息")
    opened_on: Day = must("提出日期")
    opened_by: Text = must("登记人")
    answer_by: Day = must("请来源答复的期限")
    answered_on: Day = may("答复或撤回日期")
    answered_by: Text = may("记录答复的人")
    outcome: Text = may("来源的答复", "accepted 成立,upheld 不成立")
    answer_note: Text = may("答复情况", "不含个人信息")
    state: Text = codes(
        "现状",
        "waiting accepted corrected gone upheld withdrawn",
        "waiting 待来源答复,accepted 成立而记录尚未更正,corrected 成立且记录已变,gone 成立且记录已撤回,"
        "upheld 不成立,withdrawn 已撤回",
    )
    suspends: pl.Boolean = must("中止不利影响", "待答复的,以及成立而记录尚未更正的")
    late: pl.Boolean = must("来源逾期未答复")
    days_late: Count = may("逾期天数", "自然日", ge=0)
    changed: pl.Boolean = must("记录与提出异议时不同", "已不在有效数据中的也算")

    Config = about("disputes", "异议:历夜全部,现状按本夜;时间经过本身不改变任何异议")


class VerificationDisputes(Published):
    """Grain: one household in one program whose result, as it stands, rests on a contested record; the latest night."""

    household_no: Text = must("家庭编号")
    program: Text = must("救助类别")
    as_of: Day = must("核对基准日")
    outcome: Text = must("核对结果", "verification_results 中的,未改动")
    without: Text = may("不计有异议的记录时的核对结果", "空:不计这些记录则不在核对范围内")
    put_forward: Text = codes(
        "提出办理的结果", "pass needs_review not_assessable suspended", "suspended 异议期间中止,其余同核对结果"
    )
    disputes: Texts = must("异议编号", "本户提出的和所依据的")
    reason: Text = must("说明")

    Config = about(
        "verification_disputes", "因异议不作为不符合提出的核对结果:核对结果本身不变,只是异议了结前不据以办理"
    )


MODELS = (Disputes, VerificationDisputes)
"""In the order in which they are published."""
