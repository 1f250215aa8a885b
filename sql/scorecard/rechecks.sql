-- 复核日历:每月每个分类一行,已超期和没有核对日期的合为一行
-- Grain: month and class.
WITH named AS (
    SELECT
        month AS first_day,
        coalesce(strftime(month, '%Y-%m'), '已超期') AS month,
        coalesce(category || '类', '未分类') AS category,
        households
    FROM recheck_calendar
)

SELECT
    month,
    category,
    sum(households)::BIGINT AS households
FROM named
GROUP BY first_day, month, category
ORDER BY first_day ASC NULLS FIRST, category ASC
