-- Places that records of the pairs to judge state themselves. Grain: one pair and place.
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

stated AS (
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.household
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.benefit
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.child
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.death
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.disability_card
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.enrolment
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.office
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.temporary_aid
    UNION ALL
    SELECT
        source_table,
        record_no,
        division_code
    FROM fact.visit
)

SELECT DISTINCT
    side.rank,
    stated.division_code
FROM side
INNER JOIN stated ON side.source_table = stated.source_table AND side.record_no = stated.record_no
WHERE stated.division_code IS NOT NULL
