-- Grain: person, of the keys asked for: what is opened with a reason, and kept nowhere. phone: of the last record.
WITH called AS (
    SELECT
        member.person_key,
        max_by(member.phone, member.record_no) AS phone
    FROM fact.member
    WHERE member.phone IS NOT NULL AND member.person_key IN (SELECT unnest(getvariable('people')))
    GROUP BY member.person_key
)

SELECT
    persons.person_key,
    persons.name,
    persons.id_number,
    persons.sex,
    persons.birth_date,
    called.phone
FROM persons
LEFT JOIN called ON persons.person_key = called.person_key
WHERE persons.person_key IN (SELECT unnest(getvariable('people')))
ORDER BY persons.person_key
