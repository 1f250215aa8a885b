-- 救助类别
-- Grain: (person_key, program), programs of households on aid. Run in a published file.
SELECT DISTINCT
    member.person_key,
    household.program
FROM fact.member AS member
INNER JOIN fact.household AS household ON member.household_no = household.household_no
WHERE household.status = '在享'
ORDER BY ALL
