-- 老年人的所在地:探访台账、在享家庭、在发待遇、残疾人证、儿童台账、正常参保,按此先后
-- Grain: person_key of a living person of sixty or more whom one of these records places here. A register or a grant tells more of where
-- somebody lives than an insurance does; somebody whose only trace is a stopped insurance is in no list. 60: 老年人权益保障法第二条.
WITH placed AS (
    SELECT
        person_key,
        division_code,
        1 AS rank,
        record_no
    FROM visit
    UNION ALL
    SELECT
        person_key,
        division_code,
        2 AS rank,
        record_no
    FROM aid_member
    UNION ALL
    SELECT
        person_key,
        division_code,
        3 AS rank,
        record_no
    FROM active_benefit
    UNION ALL
    SELECT
        person_key,
        division_code,
        4 AS rank,
        record_no
    FROM card_in_force
    UNION ALL
    SELECT
        person_key,
        division_code,
        5 AS rank,
        record_no
    FROM child
    UNION ALL
    SELECT
        person_key,
        division_code,
        6 AS rank,
        record_no
    FROM enrolment
    WHERE status = '正常参保'
),

old AS (
    SELECT
        person_alive.person_key,
        person_alive.birth_date
    FROM person_alive
    CROSS JOIN night
    WHERE person_alive.died_on IS NULL AND person_alive.birth_date + to_years(60) <= night.as_of
)

SELECT
    placed.person_key,
    placed.division_code,
    locality.locality,
    old.birth_date
FROM placed
INNER JOIN old ON placed.person_key = old.person_key
INNER JOIN locality ON placed.division_code = locality.division_code
QUALIFY row_number() OVER (PARTITION BY placed.person_key ORDER BY placed.rank, placed.record_no, placed.division_code) = 1
