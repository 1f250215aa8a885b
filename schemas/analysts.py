"""The analysts' file: which published columns it takes, and what becomes of each. What is not named here is not in it.

A relation is a table of schemas.published or a view of sql/views. Text that a person or a department wrote, names,
numbers, addresses, accounts, telephone numbers and record numbers are never taken.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

K: Final = 5
"""People that a township must have to be named, and that a cell of township, sex and age band must hold."""

AS_IS, TOWNSHIP, RELATION, DISPOSITION = "as_is", "township", "relation", "disposition"
MONTH, MONTH_END, YEAR = "month", "month_end", "year"
TENS, THOUSANDS, WHOLE = "tens", "thousands", "whole"

TREATMENTS: Final = {
    AS_IS: "原样",
    TOWNSHIP: f"区划只到乡镇街道(前9位),不足{K}人的为空",
    RELATION: "子、女合为“子女”",
    DISPOSITION: "规定以外的处置代码记作“其他”",
    MONTH: "取到当月一日",
    MONTH_END: "取到当月最后一日",
    YEAR: "取到当年1月1日",
    TENS: "金额取到10元",
    THOUSANDS: "金额取到1000元",
    WHOLE: "取整数",
}
"""What a treatment does, in Chinese; every other word is the kind of a pseudonym."""
PSEUDONYMS: Final = {
    "person": ("p", "人员"),
    "household": ("h", "家庭"),
    "alert": ("a", "预警"),
    "decision": ("d", "决定"),
    "step": ("t", "步骤"),
    "sheet": ("s", "派办单"),
    "staff": ("w", "经办人"),
    "account": ("b", "账户"),
    "employer": ("e", "单位"),
    "unit": ("u", "不动产单元"),
}
"""Kind -> letter it begins with, and its Chinese word."""


class Taken(NamedTuple):
    """A relation of the analysts' file: column -> treatment, in order."""

    columns: dict[str, str]


def _taken(**groups: str) -> Taken:
    """Groups of columns by treatment; a group given twice ends in an underscore."""
    return Taken({column: name.rstrip("_") for name, columns in groups.items() for column in columns.split()})


_WHO = {"person": "person_key", "household": "household_no"}

TAKEN: Final[dict[str, Taken]] = {
    "person_bands": _taken(person="person_key", as_is="sex age_band", township="division_code", month="died_on"),
    "identity_links": _taken(
        as_is="department table_name person_role owner_index", person="person_key",
        as_is_="method certainty match_weight match_probability",
    ),
    "identity_events": _taken(as_is="night kind", person="from_key to_key"),
    "identity_review": _taken(
        as_is="rank kind department_a table_name_a person_role_a department_b table_name_b person_role_b "
        "match_weight match_probability on_aid"
    ),
    "verification_results": _taken(
        household="household_no", as_is="program as_of members", tens="income_yuan_month income_per_head_yuan",
        as_is_="proposed_tier outcome",
    ),
    "verification": _taken(
        household="household_no", as_is="program", township="division_code", as_is_="members",
        tens="income_yuan_month income_per_head_yuan", as_is__="proposed_tier outcome",
    ),
    "verification_items": _taken(
        household="household_no", as_is="program item", tens="amount_yuan", as_is_="value source_table policy_source"
    ),
    "alerts": _taken(
        alert="alert_id", as_is="rule_id rule_version title level state life frozen confidence anchor_table", **_WHO,
        as_is_="program", township="division_code",
        as_is__="first_seen last_seen last_confirmed opened_on resolved_on times_reopened due_on shown held_back",
        alert_="merged_into held_back_under", decision="decision_id", disposition="disposition", sheet="sheet_id",
        as_is___="dispatched_on wave respond_by close_by due_provisional overdue escalation",
    ),
    "dispatch_sheets": _taken(
        sheet="sheet_id", as_is="night", township="township", **_WHO,
        as_is_="level need wave alerts respond_by close_by",
    ),
    "alert_events": _taken(as_is="night", alert="alert_id", as_is_="event"),
    "calendar_days": _taken(as_is="day working name"),
    "decisions": _taken(
        decision="decision_id", alert="alert_id", disposition="disposition", as_is="direction rule_version",
        staff="decided_by second_by", as_is_="decided_on second_on expires_on standing",
    ),
    "process_steps": _taken(
        step="step_id", alert="alert_id", as_is="step", staff="done_by",
        as_is_="done_on answer_by outcome rule_version counts state_after",
    ),
    "confirmed_findings": _taken(
        decision="decision_id", alert="alert_id", as_is="direction", disposition="disposition",
        as_is_="rule_id title", **_WHO, as_is__="program", township="division_code",
        as_is___="alert_state decided_on office",
    ),
    "rule_measures": _taken(
        as_is="rule_id rule_version month fired shown decided confirmed not_confirmed unclear undecided overturned "
        "precision precision_low precision_high median_days"
    ),
    "recall_sample": _taken(
        as_is="month drawn_on", household="household_no", as_is_="program", township="division_code",
        as_is__="population",
    ),
    "recall_estimates": _taken(
        as_is="month population drawn reviewed missed unclear waiting missed_share missed_share_low missed_share_high"
    ),
    "fairness": _taken(
        as_is="measure attribute group_value n hits rate rate_low rate_high ratio ratio_low ratio_high flagged"
    ),
    "report_status": _taken(
        household="household_no", as_is="program", township="division_code", as_is_="category",
        month="approved_on report_on last_verified_on", as_is__="months first_check", month_end="due_on",
        as_is___="recheck", month_end_="report_until", as_is____="report_state",
    ),
    "benefit_reports": _taken(
        as_is="program", household="household_no", township="division_code", tens="monthly_yuan", month="start_on",
        as_is_="report_state", month_end="report_until",
    ),
    "care_list": _taken(
        as_is="topic class", **_WHO, as_is_="source_table", township="division_code", as_is__="covered",
        month="last_on", month_end="due_on",
    ),
    "source_quality": _taken(
        as_is="department table_name batch_date rows_in rows_loaded rows_quarantined rows_superseded rows_defective "
        "key_cells key_cells_empty references references_linked references_likely"
    ),
    "delivery_times": _taken(
        as_is="department table_name batch_date revision status requested_at exported_at received_on accepted_on "
        "minutes_to_export working_days limit_working_days breach"
    ),
    "quarantine": _taken(as_is="department table_name batch_date column_name check_name reason"),
    "defects": _taken(as_is="department table_name batch_date column_name reason"),
    "feeds": _taken(
        as_is="department table_name batch_date status rows_declared rows_in rows_loaded rows_quarantined "
        "rows_superseded"
    ),
    "runs": _taken(as_is="run_id as_of started_at finished_at state code_version policy_version"),
    "deliveries": _taken(
        as_is="department table_name batch_date revision status requested_at exported_at encoding"
    ),
    "delivered_tables": _taken(as_is="department table_name department_label table_label kind"),
    "divisions": _taken(as_is="code name parent valid_from valid_until"),
    "policy_values": _taken(as_is="locality residence parameter value unit valid_from source mark"),
    "rules": _taken(
        as_is="rule_id title title_en class level status version needs parameters legal_basis false_positives "
        "sentence sql waits_for"
    ),
    "rules_skipped": _taken(as_is="rule_id locality residence parameter"),
    "fact.household": _taken(
        as_is="source_table", household="household_no", as_is_="program status",
        month="applied_on approved_on ended_on", township="division_code", tens="declared_income_yuan_month",
        thousands="declared_deposits_yuan", as_is__="declared_home_count", staff="handler_no",
        as_is___="residence category", month_="last_verified_on", month_end="valid_until",
        as_is____="registered_members", month__="report_on",
    ),
    "fact.member": _taken(
        as_is="source_table", **_WHO, relation="relation", as_is_="member_kind declared_work",
        tens="declared_income_yuan_month",
    ),
    "fact.authorisation": _taken(
        as_is="source_table", **_WHO, as_is_="purpose", month="signed_on", month_end="valid_until", as_is__="signed_by",
        month_="revoked_on",
    ),
    "fact.benefit": _taken(
        as_is="source_table program", **_WHO, tens="monthly_yuan", as_is_="persons", month="start_on",
        month_end="end_on", township="division_code", as_is__="support_mode", account="bank_account",
        as_is___="care_grade", month_="assessed_on care_agreement_on", as_is____="wishes_institution",
    ),
    "fact.payment": _taken(
        as_is="source_table program", **_WHO, as_is_="period", tens="paid_yuan", month="paid_on", as_is__="result",
        account="bank_account",
    ),
    "fact.marriage": _taken(as_is="source_table event", year="registered_on", person="person_key partner_key"),
    "fact.death": _taken(
        as_is="source_table", person="person_key", month="died_on cremated_on", township="division_code"
    ),
    "fact.temporary_aid": _taken(
        as_is="source_table", **_WHO, as_is_="cause", month="happened_on approved_on", as_is__="mode",
        tens="amount_yuan", township="division_code",
    ),
    "fact.disability_card": _taken(
        as_is="source_table", person="person_key", as_is_="category grade", month="issued_on", month_end="valid_until",
        as_is__="status", township="division_code",
    ),
    "fact.child": _taken(
        as_is="source_table", person="person_key", as_is_="category", month="registered_on", township="division_code",
        as_is__="father_status mother_status",
    ),
    "fact.visit": _taken(
        as_is="source_table", person="person_key", as_is_="category", month="info_collected_on",
        as_is__="last_visit_on", township="division_code", as_is___="ability_level",
    ),
    "fact.enrolment": _taken(
        as_is="source_table", person="person_key", as_is_="scheme status", employer="employer", tens="base_yuan_month",
        as_is__="subsidised_category", month="enrolled_on", township="division_code",
    ),
    "fact.medical_cost": _taken(
        as_is="source_table", person="person_key", as_is_="visit", month="settled_on",
        tens="total_yuan fund_paid_yuan medical_aid_yuan self_paid_yuan", as_is__="valid",
    ),
    "fact.asset": _taken(
        as_is="source_table owner_index", person="person_key", as_is_="kind", unit="unit_no", as_is__="usage",
        whole="area_m2 share_percent", thousands="price_yuan", month="on_date", as_is___="status acquired_by",
        year="built_on", month_="ended_on",
    ),
    "fact.rental": _taken(
        as_is="source_table", person="person_key", as_is_="kind", whole="area_m2", month="start_on",
        month_end="end_on", tens="monthly_yuan",
    ),
    "fact.income": _taken(
        as_is="source_table", person="person_key", as_is_="kind scheme month", month="from_on", month_end="until_on",
        tens="yuan_month", as_is__="status", employer="employer",
    ),
    "fact.person_reference": _taken(
        as_is="source_table person_role owner_index", person="person_key", as_is_="number_state",
        person_="number_holder_key",
    ),
}  # fmt: skip
"""In the order in which they stand in the file."""

ABOUT: Final[dict[str, dict[str, tuple[pl.DataType, str]]]] = {
    "about_this_file": {
        "place": (pl.Int64(), "次序"),
        "item": (pl.String(), "项目"),
        "told": (pl.String(), "内容"),
    },
    "small_cells": {
        "combination": (pl.String(), "组合:哪几项放在一起"),
        "cells": (pl.Int64(), "格数:组合中有人的格"),
        "small_cells": (pl.Int64(), f"小格数:不足{K}人的格"),
        "people": (pl.Int64(), "人数"),
        "people_in_small_cells": (pl.Int64(), "小格中的人数:凭这几项即可能认出本人"),
    },
}
"""Tables that only the analysts' file has: column -> type and Chinese comment."""
