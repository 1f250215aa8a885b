-- 乡镇一页:每个乡镇街道一行
-- Grain: township (first nine digits). scorecard_month: from_on, the first day of the month, and until_on, of the next.
WITH homes AS (
    SELECT
        left(division_code, 9) AS code,
        count(*) AS households,
        count(*) FILTER (WHERE first_check IN ('late', 'stale', 'missing')) AS unverified,
        count(*) FILTER (WHERE recheck IN ('overdue', 'never')) AS rechecks_overdue
    FROM report_status
    GROUP BY code
),

paid AS (
    SELECT
        township_code AS code,
        sum(in_payment)::BIGINT AS in_payment,
        sum(valid)::BIGINT AS valid,
        bool_or(rate_percent IS NULL) AS unknown
    FROM precise_assistance
    GROUP BY township_code
),

happened AS (
    SELECT
        left(alerts.division_code, 9) AS code,
        count(*) FILTER (WHERE alert_events.event IN ('appeared', 'reopened')) AS began,
        count(*) FILTER (WHERE alert_events.event IN ('resolved', 'closed')) AS ended
    FROM alert_events
    CROSS JOIN scorecard_month
    INNER JOIN alerts ON alert_events.alert_id = alerts.alert_id
    WHERE alert_events.night >= scorecard_month.from_on AND alert_events.night < scorecard_month.until_on
    GROUP BY code
),

places AS (
    SELECT code FROM homes
    UNION
    SELECT code FROM paid
    UNION
    SELECT code FROM happened
)

SELECT
    places.code,
    -- with the county: towns of two counties may have one name
    coalesce(county.name || divisions_now.name, places.code, '没有区划') AS township,
    coalesce(homes.households, 0) AS households,
    coalesce(homes.unverified, 0) AS unverified,
    coalesce(homes.rechecks_overdue, 0) AS rechecks_overdue,
    coalesce(paid.in_payment, 0) AS in_payment,
    coalesce(paid.valid, 0) AS valid,
    if(paid.unknown, NULL, (paid.valid * 1000 // paid.in_payment * 0.1)::DECIMAL(5, 1)) AS rate_percent,
    coalesce(work_by_township.shown, 0) AS shown,
    coalesce(work_by_township.overdue, 0) AS overdue,
    coalesce(work_by_township.red, 0) AS red,
    coalesce(happened.began, 0) AS began,
    coalesce(happened.ended, 0) AS ended
FROM places
LEFT JOIN divisions_now ON places.code = divisions_now.code
LEFT JOIN divisions_now AS county ON divisions_now.parent = county.code
LEFT JOIN homes ON places.code IS NOT DISTINCT FROM homes.code
LEFT JOIN paid ON places.code IS NOT DISTINCT FROM paid.code
LEFT JOIN happened ON places.code IS NOT DISTINCT FROM happened.code
LEFT JOIN work_by_township ON places.code IS NOT DISTINCT FROM work_by_township.township
ORDER BY places.code NULLS LAST
