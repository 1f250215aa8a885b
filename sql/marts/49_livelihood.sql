-- 登记失业者及其配偶的生计：缴费、就业、养老金、失业保险金
-- Grain: person_key of those registered unemployed and of their current spouses, as far as they have any row in human resources;
-- nobody else's jobs are looked at. last_paid_month: employees' and flexible pension insurance, paid or made up; residents'
-- insurance is no sign of work. benefit_ended_on is null while a benefit has no end, and for those who never drew one.
SELECT
    income.person_key,
    bool_or(income.kind = 'unemployment') AS is_registered,
    max(income.month) FILTER (
        WHERE income.kind = 'contribution' AND income.status IN ('已缴', '补缴')
        AND income.scheme IN ('企业职工养老', '机关事业养老', '灵活就业养老')
    ) AS last_paid_month,
    CASE
        WHEN NOT bool_or(income.kind = 'unemployment' AND income.from_on IS NOT NULL AND income.until_on IS NULL)
            THEN max(income.until_on) FILTER (WHERE income.kind = 'unemployment' AND income.from_on IS NOT NULL)
    END AS benefit_ended_on,
    struct_extract(
        max(struct_pack(until_on := income.until_on, record_no := income.record_no))
        FILTER (WHERE income.kind = 'unemployment' AND income.from_on IS NOT NULL), 'record_no'
    ) AS benefit_record_no,
    coalesce(bool_or(
        income.kind = 'employment' AND income.from_on <= night.as_of
        AND (income.until_on IS NULL OR income.until_on > night.as_of)
    ), FALSE) AS is_employed,
    coalesce(bool_or(
        income.kind = 'pension' AND income.status = '在发' AND income.from_on <= night.as_of
    ), FALSE) AS is_pensioned
FROM known_income AS income
CROSS JOIN night
SEMI JOIN watched_jobless ON income.person_key = watched_jobless.person_key
GROUP BY income.person_key
