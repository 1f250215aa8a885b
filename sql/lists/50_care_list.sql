-- 老年人、儿童、残疾人应知尽知清单
-- Grain: (topic, class, person_key, source_table, record_no).
WITH listed AS (
    SELECT * FROM elder_info
    UNION ALL
    SELECT * FROM elder_visit
    UNION ALL
    SELECT * FROM child_list
    UNION ALL
    SELECT * FROM disability_list
)

SELECT
    listed.*,
    -- a county's or a city's own code names no township
    if(length(listed.division_code) >= 9, left(listed.division_code, 9), NULL) AS township
FROM listed
ORDER BY listed.topic, listed.class, listed.division_code, listed.person_key, listed.record_no
