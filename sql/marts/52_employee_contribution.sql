-- 单位为家庭成员缴纳的养老保险：每条缴费记录一行，最近十二个整月，各种缴费状态
-- Grain: contributions row of a person in household_members, insurance 企业职工养老 or 机关事业养老. Who may be looked at (an
-- authorised member, an obligor who signed) and which paid_status counts is the rule's to say.
SELECT
    income.person_key,
    income.month,
    income.scheme,
    income.status,
    income.yuan_month,
    income.source_table,
    income.record_no
FROM known_income AS income
CROSS JOIN night
SEMI JOIN member ON income.person_key = member.person_key
WHERE
    income.kind = 'contribution' AND income.scheme IN ('企业职工养老', '机关事业养老')
    AND income.month >= date_trunc('month', night.as_of) - to_months(12)
    AND income.month < date_trunc('month', night.as_of)
