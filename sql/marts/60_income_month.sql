-- 核算月份:核对日之前的十二个整月
-- Grain: month; first_day and final_day of each of the last 12 full months.
SELECT
    cast(date_trunc('month', night.as_of) - to_months(cast(back.n AS INTEGER)) AS DATE) AS first_day,
    last_day(date_trunc('month', night.as_of) - to_months(cast(back.n AS INTEGER))) AS final_day
FROM night
CROSS JOIN range(1, 13) AS back (n)
