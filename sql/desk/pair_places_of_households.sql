-- Places of the households that records of the pairs to judge name. Grain: one pair and place.
WITH side AS (
    SELECT
        rank,
        department_a || '.' || table_name_a AS source_table,
        record_no_a AS record_no
    FROM identity_review
    UNION
    SELECT
        rank,
        department_b || '.' || table_name_b AS source_table,
        record_no_b AS record_no
    FROM identity_review
),

named AS (
    SELECT
        source_table,
        record_no,
        household_no
    FROM fact.member
    UNION ALL
    SELECT
        source_table,
        record_no,
        household_no
    FROM fact.benefit
    UNION ALL
    SELECT
        source_table,
        record_no,
        household_no
    FROM fact.payment
    UNION ALL
    SELECT
        source_table,
        record_no,
        household_no
    FROM fact.authorisation
    UNION ALL
    SELECT
        source_table,
        record_no,
        household_no
    FROM fact.temporary_aid
)

SELECT DISTINCT
    side.rank,
    household.division_code
FROM side
INNER JOIN named ON side.source_table = named.source_table AND side.record_no = named.record_no
INNER JOIN fact.household AS household ON named.household_no = household.household_no
WHERE household.division_code IS NOT NULL
