-- 收入构成:每人、每月、每条计入的记录一行
-- Grain: (person_key, month, source_table, record_no) of assessed persons in the last 12 full months (rules.md, "Income").
-- Of a month's contributions and employments only the largest is a wage; work cost and exemption are taken off later, by policy.
WITH known AS (
    SELECT income.*
    FROM income
    SEMI JOIN assessed_person ON income.person_key = assessed_person.person_key
    WHERE income.kind IN ('employment', 'pension', 'unemployment') AND income.yuan_month IS NOT NULL
),

earned AS (
    SELECT
        paid.person_key,
        paid.month,
        paid.source_table,
        paid.record_no,
        paid.yuan_month
    FROM employee_contribution AS paid
    SEMI JOIN assessed_person ON paid.person_key = assessed_person.person_key
    SEMI JOIN income_month ON paid.month = income_month.first_day
    WHERE paid.status IN ('已缴', '补缴') AND paid.yuan_month IS NOT NULL
    UNION ALL
    SELECT
        known.person_key,
        income_month.first_day AS month,
        known.source_table,
        known.record_no,
        known.yuan_month
    FROM known
    CROSS JOIN income_month
    WHERE
        known.kind = 'employment' AND known.from_on <= income_month.first_day
        AND (known.until_on IS NULL OR known.until_on >= income_month.final_day)
)

SELECT
    person_key,
    month,
    source_table,
    record_no,
    'wage' AS kind,
    yuan_month
FROM earned
QUALIFY row_number() OVER (PARTITION BY person_key, month ORDER BY yuan_month DESC, source_table ASC, record_no ASC) = 1
UNION ALL
SELECT
    known.person_key,
    income_month.first_day AS month,
    known.source_table,
    known.record_no,
    CASE
        WHEN known.kind = 'unemployment' THEN 'unemployment'
        WHEN known.scheme = '城乡居民' THEN 'resident_pension'
        ELSE 'pension'
    END AS kind,
    known.yuan_month
FROM known
CROSS JOIN income_month
WHERE
    (known.kind = 'pension' AND known.status = '在发' AND known.from_on <= income_month.final_day)
    OR (
        known.kind = 'unemployment' AND known.from_on <= income_month.final_day
        AND (known.until_on IS NULL OR known.until_on >= income_month.first_day)
    )
