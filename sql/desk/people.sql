-- Grain: person, of the keys asked for, with where they are on record with civil affairs.
WITH placed AS (
    SELECT
        member.person_key,
        household.division_code
    FROM fact.member
    INNER JOIN fact.household ON member.household_no = household.household_no
    WHERE member.person_key IN (SELECT unnest(getvariable('people')))
    UNION ALL
    SELECT
        benefit.person_key,
        benefit.division_code
    FROM fact.benefit
    WHERE benefit.person_key IN (SELECT unnest(getvariable('people')))
)

SELECT
    persons.person_key,
    persons.name,
    persons.sex,
    persons.birth_date,
    persons.died_on,
    coalesce(list(DISTINCT placed.division_code) FILTER (WHERE placed.division_code IS NOT NULL), []) AS divisions
FROM persons
LEFT JOIN placed ON persons.person_key = placed.person_key
WHERE persons.person_key IN (SELECT unnest(getvariable('people')))
GROUP BY persons.person_key, persons.name, persons.sex, persons.birth_date, persons.died_on
ORDER BY persons.person_key
