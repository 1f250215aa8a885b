-- 在世人员在发的分散供养特困待遇，带所在地，以及当地的照护登记是否在用
-- Grain: benefit row. A column that no row of the place carries is not kept there: empty then says nothing. agreements_kept and
-- assessments_kept look at every active 特困供养 benefit of the place, in whatever mode.
WITH located AS (
    SELECT
        active_benefit.*,
        locality.locality,
        coalesce(household_place.division_code, active_benefit.division_code) AS place_code,
        coalesce(household_place.residence, '') AS residence
    FROM active_benefit
    LEFT JOIN household_place ON active_benefit.household_no = household_place.household_no
    INNER JOIN locality
        ON coalesce(household_place.division_code, active_benefit.division_code, '') = locality.division_code
    WHERE active_benefit.program = '特困供养'
),

kept AS (
    SELECT
        locality,
        bool_or(care_agreement_on IS NOT NULL) AS agreements_kept,
        bool_or(assessed_on IS NOT NULL) AS assessments_kept
    FROM located
    GROUP BY locality
)

SELECT
    located.source_table,
    located.record_no,
    located.person_key,
    located.household_no,
    located.place_code AS division_code,
    located.locality,
    located.residence,
    located.start_on,
    located.care_grade,
    located.assessed_on,
    located.care_agreement_on,
    located.wishes_institution,
    kept.agreements_kept,
    kept.assessments_kept
FROM located
INNER JOIN kept ON located.locality = kept.locality
ANTI JOIN death_of ON located.person_key = death_of.person_key
WHERE located.support_mode = '分散'
