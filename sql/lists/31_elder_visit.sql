-- 特殊困难老年人探访:台账中在世老年人每条登记一行,下次应在何日前探访
-- Grain: elder_care row of a living person. due_on: the last day by which ZD-05 does not yet ask; covered is null where the place states
-- no interval. Never visited: due at once. ZD-05 asks of 独居, 失能 and 高龄; the list is of all classes in the register.
SELECT
    '老年人探访' AS topic,
    visit.category AS class,
    visit.person_key,
    visit.source_table,
    visit.record_no,
    NULL::VARCHAR AS household_no,
    visit.division_code,
    CASE
        WHEN policy.visit_days IS NOT NULL
            THEN coalesce(visit.last_visit_on >= night.as_of - policy.visit_days::INTEGER, FALSE)
    END AS covered,
    CASE
        WHEN policy.visit_days IS NULL THEN '当地未定探访间隔'
        WHEN visit.last_visit_on IS NULL THEN '没有探访记录'
        WHEN visit.last_visit_on < night.as_of - policy.visit_days::INTEGER THEN '已超过间隔'
        ELSE '在间隔内'
    END AS state,
    visit.last_visit_on AS last_on,
    CASE
        WHEN policy.visit_days IS NOT NULL
            THEN coalesce(visit.last_visit_on + policy.visit_days::INTEGER, night.as_of)
    END AS due_on
FROM visit
CROSS JOIN night
LEFT JOIN locality ON coalesce(visit.division_code, '') = locality.division_code
LEFT JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
ANTI JOIN death_of ON visit.person_key = death_of.person_key
