-- 是否有记录只是外地核对中心疑似为某人的
-- Grain: one row in all. Such a record has a person, and none once likely links are not believed (transforms/facts/exchange.py).
WITH told AS (
    SELECT
        person_key,
        person_apart_key
    FROM fact.asset
    UNION ALL
    SELECT
        person_key,
        person_apart_key
    FROM fact.income
    UNION ALL
    SELECT
        person_key,
        person_apart_key
    FROM fact.death
    UNION ALL
    SELECT
        person_key,
        person_apart_key
    FROM fact.aid_elsewhere
)

SELECT count(*) > 0 AS only_suspected
FROM told
WHERE person_key IS NOT NULL AND person_apart_key IS NULL
