-- 需核算收入或财产的家庭:核对范围内的家庭,以及在享特困家庭
-- Grain: household row with n >= 1. in_verification: rules.md, "Verification". unauthorised: counted members without authorisation.
WITH authorised AS (
    SELECT
        household_no,
        count(*) AS members
    FROM authorised_member
    GROUP BY household_no
)

SELECT
    located_household.*,
    household_size.members,
    household_size.members - coalesce(authorised.members, 0) AS unauthorised,
    located_household.program <> '特困供养' AS in_verification
FROM located_household
CROSS JOIN night
INNER JOIN household_size ON located_household.household_no = household_size.household_no
LEFT JOIN authorised ON located_household.household_no = authorised.household_no
WHERE
    (located_household.program IN ('特困供养', '最低生活保障', '低保边缘') AND located_household.is_active)
    OR (
        located_household.program IN ('最低生活保障', '低保边缘', '刚性支出困难')
        AND (
            located_household.is_active
            OR (located_household.status = '申请中' AND located_household.applied_on <= night.as_of)
        )
    )
