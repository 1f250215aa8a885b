-- 核对报告与复核:在享的特困供养、最低生活保障、低保边缘、刚性支出困难家庭,每条救助家庭记录一行
-- Grain: household row. first_check: was there a report when the household was approved (as SJ-10); due_on: last day on which the
-- next re-check is in time (as SJ-11: overdue is due_on < night); report_until: the same, counted from the newest report of either
-- kind. A column that no household row carries was not delivered, and then nothing is said of anybody.
WITH delivered AS (
    SELECT
        count(report_on) > 0 AS reports,
        count(last_verified_on) > 0 AS rechecks
    FROM household
),

timed AS (
    SELECT
        aid_household.*,
        policy.report_valid_days,
        -- where the place states none, those of the contract
        CASE
            WHEN aid_household.program = '刚性支出困难' THEN coalesce(policy.rigid_valid_months, 12)
            WHEN aid_household.category = 'B' THEN coalesce(policy.recheck_months_b, 6)
            WHEN aid_household.category = 'C' THEN coalesce(policy.recheck_months_c, 3)
            ELSE coalesce(policy.recheck_months_a, 12)
        END::INTEGER AS months,
        greatest(aid_household.report_on, aid_household.last_verified_on) AS newest_on
    FROM aid_household
    LEFT JOIN policy
        ON aid_household.locality = policy.locality AND coalesce(aid_household.residence, '') = policy.residence
),

-- The last day of a month goes on to the last day of a month: so counting back from the night, as SJ-11 does, agrees.
dated AS (
    SELECT
        *,
        (last_verified_on + to_months(months))::DATE AS due_plain,
        (newest_on + to_months(months))::DATE AS until_plain
    FROM timed
),

told AS (
    SELECT
        *,
        if(last_verified_on = last_day(last_verified_on), last_day(due_plain), due_plain) AS due_on,
        if(newest_on = last_day(newest_on), last_day(until_plain), until_plain) AS report_until
    FROM dated
)

SELECT
    told.record_no,
    told.household_no,
    told.program,
    told.division_code,
    told.category,
    told.approved_on,
    told.report_on,
    told.last_verified_on,
    told.months,
    CASE
        WHEN NOT delivered.reports THEN 'not_delivered'
        WHEN told.report_on IS NULL THEN 'missing'
        WHEN told.report_on > told.approved_on THEN 'late'
        WHEN told.approved_on - told.report_on > told.report_valid_days THEN 'stale'
        ELSE 'before'
    END AS first_check,
    date_diff('day', told.report_on, told.approved_on) AS report_age_days,
    told.due_on,
    CASE
        WHEN NOT delivered.rechecks THEN 'not_delivered'
        WHEN told.due_on IS NULL THEN 'never'
        WHEN told.due_on < night.as_of THEN 'overdue'
        ELSE 'planned'
    END AS recheck,
    told.report_until,
    CASE
        WHEN NOT delivered.reports AND NOT delivered.rechecks THEN 'not_delivered'
        WHEN told.report_until IS NULL THEN 'missing'
        WHEN told.report_until < night.as_of THEN 'expired'
        ELSE 'valid'
    END AS report_state
FROM told
CROSS JOIN delivered
CROSS JOIN night
