"""Parameters of the first-release catalogue that today's rules do without, and those a place's own file states.

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
    _may("orphan_yuan", "孤儿基本生活费", "yuan/month", "yuan", "ZJ-03", "[S55];事实无人抚养同散居孤儿 [GK]"),
    # 医疗
    _may("medical_stay_low_income_yuan", "低收入家庭单次住院自付预警额", "yuan", "yuan", "LB-05", "6,000 元 [S30]"),
    _may("medical_stay_ordinary_yuan", "普通家庭单次住院自付预警额", "yuan", "yuan", "LB-06", "10,000 元 [S30]"),
    _may("medical_share_relieved", "脱贫人口自付占可支配收入预警比例", "", "ratio", "LB-06", "50% [S32]"),
    _may("medical_share_ordinary", "普通家庭自付占可支配收入预警比例", "", "ratio", "LB-06", "100% [S32] [S34]"),
    # 就业
    _may("unemployment_ended_months", "失业待遇期满追溯月数", "months", "integer", "LB-08", "3 个月 [PROP]"),
    _may("jobless_months", "整户断缴月数", "months", "integer", "ZD-04", "3 个月 [S28]"),
    # 特困
    _may("tekun_elder_age", "特困老年人年龄", "years", "integer", "LB-11", "60 周岁 [GK]"),
    _may("care_assessment_months", "分散特困评估间隔月数", "months", "integer", "LB-13", "12 个月 seed E"),
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
)
