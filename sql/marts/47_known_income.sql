-- 人社记录:民政在册人员、登记失业者及其配偶的缴费、就业、养老金、失业保险
-- Grain: row of a table of human resources. The whole city's are many times as many, and none of these marts and rules looks at them.
WITH looked_at AS (
    SELECT person_key
    FROM person_on_record
    UNION
    SELECT person_key
    FROM watched_jobless
)

SELECT
    income.person_key,
    income.kind,
    income.scheme,
    income.month,
    income.from_on,
    income.until_on,
    income.yuan_month,
    income.status,
    income.source_table,
    income.record_no
FROM income
SEMI JOIN looked_at ON income.person_key = looked_at.person_key
