-- Places of the households of whom records of the pairs to judge certainly are. Grain: one pair and place.
WITH side AS (
    SELECT
        rank,
        department_a AS department,
        table_name_a AS table_name,
        record_no_a AS record_no,
        person_role_a AS person_role,
        owner_index_a AS owner_index
    FROM identity_review
    UNION ALL
    SELECT
        rank,
        department_b AS department,
        table_name_b AS table_name,
        record_no_b AS record_no,
        person_role_b AS person_role,
        owner_index_b AS owner_index
    FROM identity_review
)

SELECT DISTINCT
    side.rank,
    household.division_code
FROM side
INNER JOIN identity_links AS link
    ON
    side.department = link.department
    AND side.table_name = link.table_name
    AND side.record_no = link.record_no
    AND side.person_role = link.person_role
    AND side.owner_index = link.owner_index
INNER JOIN fact.member AS member ON link.person_key = member.person_key
INNER JOIN fact.household AS household ON member.household_no = household.household_no
WHERE link.certainty = 'certain' AND household.division_code IS NOT NULL
