-- 在世人员在发的分散供养特困待遇，带所在地，以及当地的照护登记是否在用
-- Grain: benefit row. A column that no row of the place carries is not kept there: empty then says nothing. agreements_kept and
-- assessments_kept look at every active 特困供养 benefit of the place, in whatever mode.
WITH destitute AS (
    SELECT *
    FROM active_benefit
    WHERE program = '特困供养'
),

kept AS (
    SELECT
        locality,
        bool_or(care_agreement_on IS NOT NULL) AS agreements_kept,
        bool_or(assessed_on IS NOT NULL) AS assessments_kept
    FROM destitute
    GROUP BY locality
)

SELECT
    destitute.source_table,
    destitute.record_no,
    destitute.person_key,
    destitute.household_no,
    destitute.place_code AS division_code,
    destitute.locality,
    destitute.residence,
    destitute.start_on,
    destitute.care_grade,
    destitute.assessed_on,
    destitute.care_agreement_on,
    destitute.wishes_institution,
    kept.agreements_kept,
    kept.assessments_kept
FROM destitute
INNER JOIN kept ON destitute.locality = kept.locality
ANTI JOIN death_of ON destitute.person_key = death_of.person_key
WHERE destitute.support_mode = '分散'
