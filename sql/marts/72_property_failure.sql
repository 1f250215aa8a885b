-- 财产不符合:每条救助家庭记录、每项规则(CB-01 多套住房、CB-02 非居住用房、CB-03 新购住房)一行
-- Grain: (household row, rule_id). The facts of the three rules for any assessed household, whatever its program or status.
WITH others AS (
    SELECT
        household_asset.household_no,
        if(household_asset.kind = 'bought', 'CB-03', 'CB-02') AS rule_id,
        count(DISTINCT coalesce(household_asset.unit_no, household_asset.record_no)) AS things,
        sum(household_asset.area_m2) AS area_m2
    FROM household_asset
    CROSS JOIN night
    WHERE
        (household_asset.kind = 'registered' AND household_asset.usage IN ('商业', '办公'))
        OR (
            household_asset.kind = 'bought' AND household_asset.usage = '住宅'
            AND household_asset.on_date > night.as_of - to_months(12) AND household_asset.on_date <= night.as_of
        )
    GROUP BY ALL
)

SELECT
    record_no,
    household_no,
    program,
    members,
    'CB-01' AS rule_id,
    things,
    area_m2,
    home_count_limit,
    home_area_per_head_m2
FROM homes
WHERE too_many
UNION ALL
SELECT
    assessed_household.record_no,
    assessed_household.household_no,
    assessed_household.program,
    assessed_household.members,
    others.rule_id,
    others.things,
    others.area_m2,
    NULL AS home_count_limit,
    NULL AS home_area_per_head_m2
FROM assessed_household
INNER JOIN others ON assessed_household.household_no = others.household_no
