"""Published: what staff decided, by which process, what is left for a person to do, and what is measured from it.

All of it is ours. Decisions and steps of all nights; the rest as of the latest night.
"""

from __future__ import annotations

import polars as pl

from schemas.published.words import Count, Day, Published, Text, Texts, about, codes, may, must


class Decisions(Published):
    """Grain: one decision. All nights."""

    decision_id: Text = must("决定编号", unique=True)
    alert_id: Text = must("预警编号")
    disposition: Text = must("处置代码")
    direction: Text = may("方向", "adverse 不利,need 受益,closing 办结;代码不在规定之内时为空")
    reason: Text = must("理由", "不含个人信息")
    evidence_fingerprint: Text = may("证据指纹", "作出决定时所见")
    rule_version: Count = may("规则版本", "作出决定时")
    decided_by: Text = must("决定人")
    decided_on: Day = may("决定日期")
    second_by: Text = may("第二签字人", "不利决定和人情保预警的处置必须有,且不是决定人本人")
    second_on: Day = may("第二签字日期")
    expires_on: Day = may("有效期至", "不限时为空")
    source_no: Text = may("外部编号", "其他系统中的编号")
    standing: Text = codes(
        "现时效力",
        "holds lapsed expired superseded unsigned suspended refused",
        "holds 有效,lapsed 证据或规则已变,expired 已过有效期,superseded 已被后来的决定取代,unsigned 缺第二签字,"
        "suspended 异议期间中止,refused 不生效(程序不全,预警或代码不存在,或身份关联只是可能)",
    )
    why: Text = may("缘由", "有效时为空")

    Config = about("decisions", "处置决定:历夜全部,现时效力按本夜;决定从不改动任何发放")


class ProcessSteps(Published):
    """Grain: one recorded step. All nights."""

    step_id: Text = must("步骤编号", unique=True)
    alert_id: Text = must("预警编号")
    step: Text = must(
        "步骤",
        "check 独立核查,notice 告知当事人,answer 当事人陈述申辩,window_ended 陈述申辩期满,review 告知复核途径,"
        "dispute 当事人提出异议,reply 异议答复",
    )
    done_by: Text = must("经办人")
    done_on: Day = may("办理日期")
    how: Text = must("办理情况", "不含个人信息")
    answer_by: Day = may("陈述申辩截止日", "只在告知时有")
    outcome: Text = may("异议结果", "upheld 维持,accepted 成立;只在异议答复时有")
    evidence_fingerprint: Text = may("证据指纹", "办理时所见")
    rule_version: Count = may("规则版本", "办理时")
    counts: pl.Boolean = must("计入", "符合程序的步骤才计入")
    state_after: Text = must(
        "此后所处",
        "found 待独立核查,checked 已核查,noticed 已告知,heard 可作决定,decided 待告知复核途径,complete 程序完整,"
        "disputed 异议待答复(决定前),contested 异议待答复(决定后)",
    )
    why: Text = may("不计入的缘由")

    Config = about("process_steps", "程序步骤:历夜全部;不利决定只有在全部步骤齐备时有效,时间经过本身不推进任何步骤")


class ConfirmedFindings(Published):
    """Grain: one decision that holds and asks somebody to act."""

    decision_id: Text = must("决定编号", unique=True)
    alert_id: Text = must("预警编号")
    direction: Text = must("方向", "不利 或 受益")
    disposition: Text = must("处置代码")
    rule_id: Text = must("规则编号")
    title: Text = must("标题")
    person_key: Text = may("人员键")
    household_no: Text = may("家庭编号")
    program: Text = may("类别")
    division_code: Text = may("区划代码")
    alert_state: Text = must("预警现状", "new 新增,ongoing 持续,resolved 已消除,reopened 再次出现")
    decided_on: Day = must("决定日期")
    decided_by: Text = must("决定人")
    second_by: Text = may("第二签字人")
    to_do: Text = must("由人办理的事项")
    office: Text = must("办理机关")
    legal_basis: Texts = may("规则的政策依据")

    Config = about("confirmed_findings", "已确认、待人办理的事项:只列事项和机关,不含金额,不改动任何发放")


class RuleMeasures(Published):
    """Grain: one version of one rule, over all and by month of the first finding."""

    rule_id: Text = must("规则编号")
    rule_version: Count = may("规则版本")
    month: Text = may("月份", "预警首次发现的年月;空为全部")
    fired: Count = must("预警数", ge=0)
    shown: Count = may("已派发数", "没有派发记录时为空", ge=0)
    decided: Count = must("已处置数", ge=0)
    confirmed: Count = must("属实数", ge=0)
    not_confirmed: Count = must("不属实或豁免数", ge=0)
    unclear: Count = must("未能判明数", "已自行变化、无法核实、转其他救助", ge=0)
    undecided: Count = must("未处置数", ge=0)
    overturned: Count = must("属实后被推翻数", ge=0)
    precision: pl.Float64 = may("准确率", "属实÷(属实+不属实或豁免);无从得知时为空,不是0", ge=0, le=1)
    precision_low: pl.Float64 = may("准确率下限", "Wilson 95%区间", ge=0, le=1)
    precision_high: pl.Float64 = may("准确率上限", "Wilson 95%区间", ge=0, le=1)
    median_days: pl.Float64 = may("处置天数中位数", "首次发现到决定的自然日")

    Config = about("rule_measures", "规则的准确率:由处置决定得出;被处置的不是随机抽样,请连同未处置数一起看")


class RecallSample(Published):
    """Grain: one household in one program drawn in one month. All months."""

    sample_id: Text = must("抽查编号", unique=True, str_matches=r"^S[0-9a-f]{20}$")
    month: Text = must("月份")
    drawn_on: Day = must("抽取之夜")
    household_no: Text = may("家庭编号")
    program: Text = may("类别")
    division_code: Text = may("区划代码")
    population: Count = must("可抽户数", "当夜在核对范围内且没有未消除预警", ge=0)
    result: Text = may("抽查结果", "尚未核查时为空")
    missed: pl.Boolean = may("规则漏掉了问题", "尚未核查或无法核实时为空")
    reviewed_by: Text = may("核查人")
    reviewed_on: Day = may("核查日期")
    reason: Text = may("理由", "不含个人信息")

    Config = about("recall_sample", "无预警家庭的每月随机抽查:每百户一户且不少于30户;请核查人不看核对结果")


class RecallEstimates(Published):
    """Grain: one month, and all months together."""

    month: Text = may("月份", "空为全部")
    population: Count = must("可抽户数", ge=0)
    drawn: Count = must("抽取户数", ge=0)
    reviewed: Count = must("已查明户数", ge=0)
    missed: Count = must("其中规则漏掉了问题", ge=0)
    unclear: Count = must("无法核实户数", ge=0)
    waiting: Count = must("待核查户数", ge=0)
    missed_share: pl.Float64 = may("漏掉的比例", "无预警家庭中的估计;尚未查明时为空,不是0", ge=0, le=1)
    missed_share_low: pl.Float64 = may("比例下限", "Wilson 95%区间", ge=0, le=1)
    missed_share_high: pl.Float64 = may("比例上限", "Wilson 95%区间", ge=0, le=1)

    Config = about("recall_estimates", "规则漏掉多少:由随机抽查估计")


class Fairness(Published):
    """Grain: one measure of one group."""

    measure: Text = codes(
        "指标", "alert confirm overturn", "alert 有预警的户,confirm 已判明的中属实的,overturn 属实后被推翻的"
    )
    attribute: Text = codes(
        "分组", "township age_band sex disability", "township 乡镇,age_band 年龄段,sex 性别,disability 残疾"
    )
    group_value: Text = must("组", "乡镇为九位区划代码")
    n: Count = must("总数", ge=0)
    hits: Count = must("其中符合的", ge=0)
    rate: pl.Float64 = may("比率", ge=0, le=1)
    rate_low: pl.Float64 = may("比率下限", "Wilson 95%区间", ge=0, le=1)
    rate_high: pl.Float64 = may("比率上限", "Wilson 95%区间", ge=0, le=1)
    ratio: pl.Float64 = may("与其余各组之比", "一方为0时为空", ge=0)
    ratio_low: pl.Float64 = may("之比下限", "95%区间", ge=0)
    ratio_high: pl.Float64 = may("之比上限", "95%区间", ge=0)
    flagged: pl.Boolean = must("提示", "总数不少于50且之比超过1.25:值得查看,不是结论")

    Config = about("fairness", "公平性观察:只供查看,不进入任何规则和排序")


MODELS = (Decisions, ProcessSteps, ConfirmedFindings, RuleMeasures, RecallSample, RecallEstimates, Fairness)
"""In the order in which they are published."""
