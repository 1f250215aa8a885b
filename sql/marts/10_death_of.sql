-- 死亡:每人一行,截至核对日已知的最早死亡日期
-- Grain: person_key. Earliest day of death on or before the as-of day (rules.md, "Dead").
SELECT
    death.person_key,
    min(death.died_on) AS died_on
FROM death
CROSS JOIN night
WHERE death.died_on <= night.as_of
GROUP BY death.person_key
