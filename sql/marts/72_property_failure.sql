-- 财产不符合:每条救助家庭记录、每项规则(CB-01 多套住房、CB-02 非居住用房、CB-03 新购住房)一行
-- Grain: (household row, rule_id). The facts of the three rules for any assessed household, whatever its program or status.
-- A place may allow shops, or state its own months of looking back for homes bought; elsewhere the contract's 12 months hold.
WITH home AS (
    SELECT
        assessed_household.record_no,
        assessed_household.household_no,
        assessed_household.program,
        assessed_household.members,
        coalesce(policy.non_residential_allowed, FALSE) AS shops_allowed,
        coalesce(policy.home_lookback_months, 12) AS lookback_months,
        night.as_of
    FROM assessed_household
    CROSS JOIN night
    LEFT JOIN policy
        ON assessed_household.locality = policy.locality AND coalesce(assessed_household.residence, '') = policy.residence
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
    home_area_per_head_m2,
    NULL AS lookback_months
FROM homes
WHERE too_many
UNION ALL
SELECT
    home.record_no,
    home.household_no,
    home.program,
    home.members,
    if(household_asset.kind = 'bought', 'CB-03', 'CB-02') AS rule_id,
    count(DISTINCT coalesce(household_asset.unit_no, household_asset.record_no)) AS things,
    sum(household_asset.area_m2) AS area_m2,
    NULL AS home_count_limit,
    NULL AS home_area_per_head_m2,
    if(household_asset.kind = 'bought', home.lookback_months, NULL) AS lookback_months
FROM home
INNER JOIN household_asset ON home.household_no = household_asset.household_no
WHERE
    (household_asset.kind = 'registered' AND household_asset.usage IN ('商业', '办公') AND NOT home.shops_allowed)
    OR (
        household_asset.kind = 'bought' AND household_asset.usage = '住宅'
        AND household_asset.on_date > home.as_of - to_months(home.lookback_months::INTEGER)
        AND household_asset.on_date <= home.as_of
    )
GROUP BY ALL
