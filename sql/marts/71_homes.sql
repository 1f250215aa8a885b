-- 住房:需核算家庭的已授权成员名下有住房的,每条救助家庭记录一行
-- Grain: household row with at least one home (rules.md, CB-01), whatever its program or status. A unit counts once, by the
-- largest area of the household's rows. too_many is null when it depends on a limit that is not known there.
WITH unit AS (
    SELECT
        household_no,
        unit_no,
        max(area_m2) AS area_m2
    FROM household_asset
    WHERE kind = 'registered' AND usage IN ('住宅', '宅基地')
    GROUP BY household_no, unit_no
),

owned AS (
    SELECT
        household_no,
        count(*) AS things,
        coalesce(sum(area_m2), 0) AS area_m2
    FROM unit
    GROUP BY household_no
)

SELECT
    assessed_household.record_no,
    assessed_household.household_no,
    assessed_household.program,
    assessed_household.members,
    owned.things,
    owned.area_m2,
    policy.home_count_limit,
    policy.home_area_per_head_m2,
    owned.things >= policy.home_count_limit
    AND owned.area_m2 > policy.home_area_per_head_m2 * assessed_household.members AS too_many
FROM assessed_household
INNER JOIN owned ON assessed_household.household_no = owned.household_no
INNER JOIN policy
    ON assessed_household.locality = policy.locality AND coalesce(assessed_household.residence, '') = policy.residence
