-- Who the people asked about are here, by their numbers.
-- Grain: (person_key). Run in a published file; asked_number: the numbers asked about.
SELECT
    persons.person_key,
    persons.name,
    persons.id_number
FROM persons
SEMI JOIN asked_number ON persons.id_number = asked_number.id_number
ORDER BY ALL
