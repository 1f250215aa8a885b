"""Parameters of the catalogue that a place's file may leave out: the rules that ask for one are then skipped there.

Each names the rules of the catalogue that ask for it and where the catalogue has it from, with its marks: [S..] a page
read as a stored copy, seed A to E the work plans, [GK] general knowledge, [PROP] our proposal. The figures in `basis`
explain the parameter and are never used as values.
"""

from __future__ import annotations

from transforms.policy.parameter import Kind, Parameter

_PER_HEAD = "yuan/person/month"
_CARD_GRADES = ("一级", "二级", "三级", "四级")


def _may(
    name: str, label: str, unit: str, kind: Kind, rules: str, basis: str, codes: tuple[str, ...] = ()
) -> Parameter:
    return Parameter(name, label, unit, kind, codes, tuple(rules.split()), basis, optional=True)


OPTIONAL = (
    # 标准
    _may("tekun_standard", "特困供养基本生活标准", _PER_HEAD, "yuan", "ZJ-03 ZJ-05", "各地公布 seed B [S56] [GK]"),
    _may("tekun_multiple_min", "特困供养标准对上年度低保标准的最低倍数", "", "ratio", "ZJ-05", "1.3 倍 seed A"),
    _may("standard_guidance_floor", "低保最低指导标准", _PER_HEAD, "yuan", "ZJ-07", "市或省定,县级不得低于 seed A"),
    _may("income_floor_year", "人均年收入监测底线", "yuan/person/year", "yuan", "LB-21", "江阴 2020 seed B"),
    # 收入与认定
    _may(
        "income_window_months", "收入核算月数", "months", "integer", "CB-07", "12 个月 [S21] [S87];6 个月 [S69] [S19]"
    ),
    _may("rigid_valid_months", "刚性支出困难认定有效月数", "months", "integer", "CB-20", "不超过 12 个月 [S21]"),
    # 财产
    _may("home_area_multiple", "住房面积对住房保障标准的倍数", "", "ratio", "CB-01", "3 倍 [S20];2 倍 [S51]"),
    _may("home_area_hardship_multiple", "住房困难豁免:对当地人均住房面积的倍数", "", "ratio", "CB-01", "1.3 倍 [S20]"),
    _may("non_residential_allowed", "是否允许有非居住用房", "", "boolean", "CB-02", "不允许 [S16] [S18]"),
    _may("home_lookback_months", "购房建房追溯月数", "months", "integer", "CB-03 CB-04", "申请前一年 [S51]"),
    _may("property_disposal_lookback_months", "转移财产追溯月数", "months", "integer", "CB-05", "12 个月 [PROP]"),
    _may(
        "financial_months_limit", "人均金融资产限额(低保月标准的倍数)", "months", "integer", "CB-14", "24 [S16] [S20]"
    ),
    _may("financial_illness_limit_yuan", "重病长期治疗家庭金融资产限额", "yuan", "yuan", "CB-14", "50,000 元 [S20]"),
    _may("car_allowed", "是否允许有机动车", "", "boolean", "CB-12", "不允许 [S16] [S18]"),
    _may("car_value_exempt_yuan", "机动车豁免价值", "yuan", "yuan", "CB-12", "30,000 元 [S20]"),
    _may(
        "car_price_years_limit",
        "机动车价格限额(年低保标准的倍数)",
        "years",
        "integer",
        "CB-12",
        "8 年 [S19];[S23] 损坏",
    ),
    _may("business_allowed", "是否允许有工商登记", "", "boolean", "CB-13", "不允许 [S16] [S18]"),
    _may("tekun_savings_years", "特困人员存款限额(年低保标准的倍数)", "years", "integer", "CB-21", "3 年 [S66]"),
    _may("tekun_home_count_limit", "特困人员住房套数限制", "", "integer", "CB-21", "不得有 2 套及以上 [S66]"),
    _may("high_base_multiple", "缴费基数偏高:对低保标准和申报收入的倍数", "", "ratio", "CB-10", "2 倍 [PROP]"),
    _may("high_base_months", "缴费基数偏高的月数", "months", "integer", "CB-10", "3 个月 [PROP]"),
    # 家庭成员
    _may("divorce_lookback_months", "申请前离婚追溯月数", "months", "integer", "CB-17", "12 个月 [PROP]"),
    _may("student_age_max", "按在校学生计入成员的年龄上限", "years", "integer", "CB-19", "25 岁 [PROP]"),
    _may("obligor_age_max", "有履行义务能力的年龄上限", "years", "integer", "CB-22", "60 岁以下 [GK]"),
    _may("obligor_wage_multiple", "有履行义务能力的月工资:低保标准的倍数", "", "ratio", "CB-22", "1 至 2 倍 [GK]"),
    _may("relative_visit_days", "近亲属备案后县级入户期限", "days", "integer", "RQ-02", "30 天 [PROP];[S2] [S8]"),
    # 残疾
    _may(
        "care_subsidy_grades", "护理补贴适用的残疾等级", "", "texts", "CB-24 LB-01", "一、二级;扩面 [S54]", _CARD_GRADES
    ),
    _may("card_expiry_notice_days", "残疾证到期提醒天数", "days", "integer", "CB-26", "到期前 90、30 天 [S36] [S37]"),
    _may("living_subsidy_severe_yuan", "生活补贴(一、二级)", "yuan/month", "yuan", "ZJ-03", "[S54] [S55] [S76]"),
    _may("living_subsidy_mild_yuan", "生活补贴(三、四级)", "yuan/month", "yuan", "ZJ-03", "[S55]"),
    _may("care_subsidy_first_yuan", "护理补贴(一级)", "yuan/month", "yuan", "ZJ-03", "[S54] [S55]"),
    _may("care_subsidy_second_yuan", "护理补贴(二级)", "yuan/month", "yuan", "ZJ-03", "[S54] [S55]"),
    _may("tekun_disability_subsidy_allowed", "特困人员可否同享残疾补贴", "", "boolean", "CF-04", "各地规定 [GK] [S56]"),
    # 老年、儿童
    _may("elder_allowance_bands", "高龄津贴分档", "yuan/month", "bands", "ZJ-03", "深圳 [S75];各地起始年龄不同"),
    _may(
        "elder_allowance_notice_months", "高龄津贴提前告知月数", "months", "integer", "LB-03", "满 70 岁前 2 个月 [S75]"
    ),
    _may("child_allowance_age", "儿童基本生活费年龄上限", "years", "integer", "CB-28", "18 周岁,在读可延续 [S71]"),
    _may("orphan_yuan", "孤儿基本生活费", "yuan/month", "yuan", "ZJ-03", "[S55];事实无人抚养同散居孤儿 [GK]"),
    # 医疗
    _may("medical_stay_low_income_yuan", "低收入家庭单次住院自付预警额", "yuan", "yuan", "LB-05", "6,000 元 [S30]"),
    _may("medical_stay_ordinary_yuan", "普通家庭单次住院自付预警额", "yuan", "yuan", "LB-06", "10,000 元 [S30]"),
    _may("medical_share_relieved", "脱贫人口自付占可支配收入预警比例", "", "ratio", "LB-06", "50% [S32]"),
    _may("medical_share_ordinary", "普通家庭自付占可支配收入预警比例", "", "ratio", "LB-06", "100% [S32] [S34]"),
    _may(
        *("serious_illness_yuan", "重特大疾病线索:近12个月住院和门诊慢特病总费用", "yuan", "yuan", "LB-04 ZD-02"),
        "病种名单不在交付数据中,以总费用代替 [PROP];大病名单每月推送 [S31]",
    ),
    _may("new_illness_days", "新发重特大疾病追溯天数", "days", "integer", "ZD-02", "30 天,按月推送 [S31]"),
    # 就业
    _may("unemployment_ended_months", "失业待遇期满追溯月数", "months", "integer", "LB-08", "3 个月 [PROP]"),
    _may("jobless_months", "整户断缴月数", "months", "integer", "ZD-04", "3 个月 [S28]"),
    # 特困
    _may("tekun_elder_age", "特困老年人年龄", "years", "integer", "LB-11", "60 周岁 [GK]"),
    _may("care_assessment_months", "分散特困评估间隔月数", "months", "integer", "LB-13", "12 个月 seed E"),
    # 主动发现
    _may("left_aid_months", "退出低保特困后的监测月数", "months", "integer", "LB-09", "24 个月 [S27]"),
    _may("breadwinner_death_days", "主要劳动力死亡追溯天数", "days", "integer", "ZD-03", "90 天 [PROP]"),
    _may("breadwinner_age_from", "主要劳动力年龄下限", "years", "integer", "ZD-03", "18 周岁 [PROP]"),
    _may("breadwinner_age_until", "主要劳动力年龄上限", "years", "integer", "ZD-03", "59 周岁 [PROP]"),
    _may("child_age", "未成年人年龄(不满)", "years", "integer", "ZD-03 LB-14", "18 周岁 [S70]"),
    _may("dependant_elder_age", "需赡养老人年龄", "years", "integer", "ZD-03", "60 周岁 [GK]"),
    _may("absent_parent_months", "父母失联、服刑、强制戒毒等的月数", "months", "integer", "LB-14", "6 个月 [S70]"),
    _may("no_sign_of_life_age", "无生存迹象关注年龄", "years", "integer", "ZD-06", "70 周岁 [PROP]"),
    _may("no_sign_of_life_months", "无生存迹象月数", "months", "integer", "ZD-06", "24 个月 [PROP]"),
    _may("repeated_aid_grants", "反复临时救助次数", "", "integer", "ZD-12", "近 12 个月 3 次 [PROP]"),
    _may("service_subsidy_age", "养老服务补贴年龄", "years", "integer", "LB-19", "60 周岁 seeds C D E"),
    _may("minimum_wage_last_year", "上年度最低工资标准", "yuan/month", "yuan", "ZJ-06", "照料护理费的基数 [S56]"),
    *(
        _may(f"care_share_{place}_{grade}", f"{label}{said}照料护理费占最低工资比例", "", "ratio", "ZJ-06", basis)
        for place, label, basis in (
            ("institution", "集中供养", "宁国 50/30/4% [S56];[S55] [S60]"),
            ("home", "分散供养", "宁国 35/20/3% [S56];[S55] [S60]"),
        )
        for grade, said in (("full", "全护理"), ("half", "半护理"), ("self", "自理"))
    ),
    # 临时救助
    _may("temporary_aid_window_months", "同一事由临时救助间隔月数", "months", "integer", "CF-08", "6 个月 [PROP]"),
    _may("temporary_aid_cap_multiple", "临时救助上限(低保月标准的倍数)", "", "ratio", "CF-08", "10 倍 [S59]"),
    _may("small_aid_multiple", "小额临时救助上限(低保月标准的倍数)", "", "ratio", "CF-09", "4 倍 [S57]"),
    _may("small_aid_floor_yuan", "小额临时救助每次下限", "yuan", "yuan", "CF-09", "800 元 [S57]"),
    _may("small_aid_times_year", "小额临时救助每年次数上限", "", "integer", "CF-09", "2 次 [PROP]"),
    _may("report_valid_days", "认定时核对报告的有效天数", "days", "integer", "", "90 天 [PROP]"),
    _may("source_answer_days", "部门反馈时限工作日", "working days", "integer", "", "5 个工作日 [S50];一地 5 日 [S49]"),
    _may("emergency_paperwork_days", "急难救助补办手续工作日", "working days", "integer", "SJ-10", "20 个工作日 [S57]"),
    # 复核、发放、走访
    _may("recheck_months_a", "A类家庭复核月数", "months", "integer", "SJ-11", "12 个月 [S13] [S14]"),
    _may("recheck_months_b", "B类家庭复核月数", "months", "integer", "SJ-11", "6 个月 [S13] [S14]"),
    _may("recheck_months_c", "C类家庭复核月数", "months", "integer", "SJ-11", "3 个月 [S13] [S14]"),
    _may("death_stop_lag_months", "死亡后停发宽限月数", "months", "integer", "ZJ-01", "0,次月起停发 [S103]"),
    _may("payment_tolerance_yuan", "发放额容差", "yuan", "yuan", "ZJ-03", "1 元 [PROP]"),
    _may("death_report_days", "死亡未在其他部门登记的通报天数", "days", "integer", "ZJ-02", "30 天 [PROP]"),
    _may("care_subsidies_choose_one", "养老护理补贴与残疾护理补贴是否择一", "", "boolean", "CF-07", "各地规定 [GK]"),
    _may("failed_payment_days", "发放失败补发天数", "days", "integer", "ZJ-08", "30 天 [S77]"),
    _may("new_card_days", "新办残疾证追溯天数", "days", "integer", "ZD-01", "30 天 [S27]"),
    # 数据来源:由中心统一规定
    _may("feed_grace_days", "交付宽限天数", "days", "integer", "SJ-01", "seed C 响应时长;0 天 [PROP]"),
    _may("row_change_share", "行数变化预警比例", "", "ratio", "SJ-02", "20% [PROP]"),
    _may("row_change_rows_min", "按比例预警的最少行数", "", "integer", "SJ-02 SJ-03 SJ-04 SJ-06", "50 行 [PROP]"),
    _may("key_empty_share", "关键列空值预警比例", "", "ratio", "SJ-03", "2% [PROP]"),
    _may("unit_ratio_tolerance", "金额单位倍数容差", "", "ratio", "SJ-04", "20% [PROP]"),
    _may("duplicate_share", "主键重复预警比例", "", "ratio", "SJ-06", "0.5% [PROP]"),
    # 采暖
    _may("heating_average_yuan", "采暖补贴户均额", "yuan/household", "yuan", "ZJ-12", "800 元 seed A"),
    # 预警处置:怎样交给工作人员,不是待遇标准;未写时用本系统设定的缺省值(transforms/handling/working.py)
    _may(
        "cap_per_township_week",
        "每乡镇每周新交办的蓝色预警上限",
        "alerts/township/week",
        "integer",
        "",
        "缺省 20 [PROP]",
    ),
    _may("backlog_over_sheets", "每乡镇一夜新派办单超过此数即分批", "sheets/township", "integer", "", "缺省 40 [PROP]"),
    _may(
        "wave_sheets_per_day", "分批时每乡镇每工作日的派办单数", "sheets/township/day", "integer", "", "缺省 20 [PROP]"
    ),
    _may("need_share", "分批和上限中为漏保、主动发现预留的比例", "", "ratio", "", "缺省 0.3 [PROP]"),
    *(
        _may(
            f"{step}_days_{level}",
            f"{colour}色预警{said}工作日数",
            "working days",
            "integer",
            "",
            f"缺省 {days} [PROP]",
        )
        for step, said, all_days in (("respond", "响应", (1, 3, 10)), ("close", "办结", (5, 15, 30)))
        for level, colour, days in zip(("red", "yellow", "blue"), "红黄蓝", all_days, strict=True)
    ),
    _may("escalate_supervisor_days", "逾期报分管负责人的工作日数", "working days", "integer", "", "缺省 3 [PROP]"),
    _may("escalate_director_days", "逾期报主要负责人的工作日数", "working days", "integer", "", "缺省 10 [PROP]"),
)
