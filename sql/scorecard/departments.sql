-- 来源一页:每个部门每张表一行,本月的交付时效和在用批次的质量
-- Grain: delivered table. scorecard_month: from_on, the first day of the month, and until_on, of the next.
WITH timed AS (
    SELECT
        delivery_times.department,
        delivery_times.table_name,
        count(*) AS deliveries,
        count(delivery_times.accepted_on) AS accepted,
        quantile_disc(delivery_times.minutes_to_export, 0.5) AS median_minutes,
        quantile_disc(delivery_times.minutes_to_export, 0.9) AS p90_minutes,
        quantile_disc(delivery_times.working_days, 0.5) AS median_days,
        quantile_disc(delivery_times.working_days, 0.9) AS p90_days,
        count(*) FILTER (WHERE delivery_times.breach) AS breaches
    FROM delivery_times
    CROSS JOIN scorecard_month
    WHERE delivery_times.batch_date >= scorecard_month.from_on AND delivery_times.batch_date < scorecard_month.until_on
    GROUP BY delivery_times.department, delivery_times.table_name
)

SELECT
    delivered_tables.department_label AS department,
    delivered_tables.table_label AS table_name,
    timed.deliveries,
    timed.accepted,
    timed.median_minutes,
    timed.p90_minutes,
    timed.median_days,
    timed.p90_days,
    timed.breaches,
    source_health.rows_in,
    source_health.complete_percent,
    source_health.valid_percent,
    source_health.linkable_percent,
    source_health.tickets_open
FROM timed
INNER JOIN delivered_tables
    ON timed.department = delivered_tables.department AND timed.table_name = delivered_tables.table_name
LEFT JOIN source_health
    ON
    delivered_tables.department_label = source_health.department
    AND delivered_tables.table_label = source_health.table_name
ORDER BY timed.department, timed.table_name
