-- 救助家庭及其政策所在地:每条救助家庭记录一行
-- Grain: household row, any status. Policy of a household: (locality, coalesce(residence, '')).
SELECT
    household.*,
    coalesce(place.locality, root.locality) AS locality,
    coalesce(
        household.status = '在享'
        AND household.approved_on <= night.as_of
        AND (household.ended_on IS NULL OR household.ended_on > night.as_of),
        FALSE
    ) AS is_active
FROM household
CROSS JOIN night
LEFT JOIN locality AS place ON coalesce(household.division_code, '') = place.division_code
LEFT JOIN locality AS root ON root.division_code = ''
