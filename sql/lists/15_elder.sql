-- 居家老年人:满六十周岁,不在机构集中供养
-- Grain: person_key of person_place.
WITH institution AS (
    SELECT person_key FROM active_benefit
    WHERE program = '特困供养' AND support_mode = '集中'
)

SELECT person_place.*
FROM person_place
ANTI JOIN institution ON person_place.person_key = institution.person_key
