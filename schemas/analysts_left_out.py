"""What the analysts' file takes nothing of, and the views it has beside its tables (schemas/analysts.py)."""

from __future__ import annotations

from typing import Final

LEFT_OUT: Final = {
    "persons": "姓名、证号、出生日期;代之以 person_bands",
    "trial_alerts": "试运行规则的预警不交任何人",
    "dictionary_columns": "换成分析文件自己的数据字典",
    "analyst_questions": "换成分析文件自己的常用问题",
    "after_death": "供付款方逐人核实,人数少;见 fact.death、fact.payment",
    "care_coverage": "乡镇的小数字可认出人;由 care_list 统计",
    "heating_average": "户数可能很小;见 fact.payment",
    "correction_tickets": "含人写的文字和业务流水号;数量见 source_quality",
    "disputes": "逐户的个案,含人写的文字",
    "verification_disputes": "逐户的个案,户数少",
    "exchange_requests": "逐次的个案,人数少",
    "fact.aid_elsewhere": "其他中心为个案反馈的,人数少",
    "fact.staff_relative": "人数少,当事人多为公开任职",
    "fact.office": "村居委任职是公开的,凭职务即可认出本人",
    "fact.number_doubt": "含姓名、出生日期;证号状态见 fact.person_reference",
}
"""Published tables of which nothing is taken, and why."""

VIEWS: Final = (
    *("divisions_now", "alerts_by_rule", "work_by_township", "alerts_by_age", "alerts_reconciled"),
    *("verification_by_township", "aid_by_township", "feeds_now", "data_quality", "identity_certainty"),
    *("rule_precision", "fairness_flagged", "data_dictionary", "questions"),
)
"""Views of sql/views that the file has too: those that name no column which is not taken."""
