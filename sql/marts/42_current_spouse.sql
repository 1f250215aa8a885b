-- 现配偶:最近一次婚姻登记为结婚登记的,每人一行
-- Grain: person_key. On one day the larger record_no is later (rules.md, CB-16).
WITH latest AS (
    SELECT marriage.*
    FROM marriage
    CROSS JOIN night
    WHERE marriage.registered_on <= night.as_of
    QUALIFY row_number() OVER (
        PARTITION BY marriage.person_key
        ORDER BY marriage.registered_on DESC, marriage.record_no DESC, marriage.side ASC
    ) = 1
)

SELECT
    person_key,
    partner_key,
    registered_on,
    source_table,
    record_no
FROM latest
WHERE event = '结婚登记'
