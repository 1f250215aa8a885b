-- 在发待遇领取人最近一次活动记录：就医、探访、本人签署授权、婚姻登记、缴费、评估、签协议、起发
-- Grain: person_key of recipients of active benefits; last_seen_on is never null. A refunded settlement is a visit all the same.
WITH sign AS (
    SELECT
        person_key,
        settled_on AS seen_on
    FROM medical_cost
    UNION ALL
    SELECT
        person_key,
        greatest(last_visit_on, info_collected_on) AS seen_on
    FROM visit
    UNION ALL
    SELECT
        person_key,
        signed_on AS seen_on
    FROM authorisation
    WHERE signed_by = '本人'
    UNION ALL
    SELECT
        person_key,
        registered_on AS seen_on
    FROM marriage
    UNION ALL
    SELECT
        person_key,
        month AS seen_on
    FROM known_income
    WHERE kind = 'contribution'
    UNION ALL
    SELECT
        person_key,
        greatest(start_on, assessed_on, care_agreement_on) AS seen_on
    FROM active_benefit
)

SELECT
    sign.person_key,
    max(sign.seen_on) AS last_seen_on
FROM sign
SEMI JOIN active_benefit ON sign.person_key = active_benefit.person_key
GROUP BY sign.person_key
