-- 居家老年人:满六十周岁,不在机构集中供养
-- Grain: person_key of person_place. 60: 老年人权益保障法第二条.
WITH institution AS (
    SELECT person_key FROM active_benefit
    WHERE program = '特困供养' AND support_mode = '集中'
)

SELECT person_place.*
FROM person_place
CROSS JOIN night
ANTI JOIN institution ON person_place.person_key = institution.person_key
WHERE person_place.birth_date + to_years(60) <= night.as_of
