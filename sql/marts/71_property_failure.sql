-- 财产不符合:每条救助家庭记录、每项规则(CB-01 多套住房、CB-02 非居住用房、CB-03 新购住房)一行
-- Grain: (household row, rule_id). The facts of the three rules for any assessed household, whatever its program or status.
WITH unit AS (
    SELECT
        household_no,
        unit_no,
        max(area_m2) AS area_m2
    FROM household_asset
    WHERE kind = 'registered' AND usage IN ('住宅', '宅基地')
    GROUP BY household_no, unit_no
),

homes AS (
    SELECT
        household_no,
        'CB-01' AS rule_id,
        count(*) AS things,
        sum(area_m2) AS area_m2
    FROM unit
    GROUP BY household_no
),

others AS (
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
),

found AS (
    FROM homes
    UNION ALL
    FROM others
)

SELECT
    assessed_household.record_no,
    assessed_household.household_no,
    assessed_household.program,
    assessed_household.members,
    found.rule_id,
    found.things,
    found.area_m2,
    policy.home_count_limit,
    policy.home_area_per_head_m2
FROM assessed_household
INNER JOIN found ON assessed_household.household_no = found.household_no
INNER JOIN policy
    ON assessed_household.locality = policy.locality AND coalesce(assessed_household.residence, '') = policy.residence
WHERE
    found.rule_id <> 'CB-01'
    OR (
        found.things >= policy.home_count_limit
        AND found.area_m2 > policy.home_area_per_head_m2 * assessed_household.members
    )
