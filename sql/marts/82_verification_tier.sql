-- 核对类别:每条待核对的救助家庭记录一行
-- Grain: household row in scope (rules.md, "Verification"). Every test is true, false, or null: it depends on an unknown policy
-- value. A null goes on only as far as another test does not decide. unknown: labels of the values that a null tier depends on.
-- Shares are compared in whole numbers (millionths, and the units of household_income), so nothing is rounded.
WITH tested AS (
    SELECT
        item.*,
        missing_department.labels AS undelivered,
        item.several_homes OR item.non_residential OR item.home_bought AS property_fails,
        item.per_head_yuan <= item.standard AS within_standard,
        item.per_head_yuan <= item.edge_yuan AS within_edge,
        item.per_head_yuan * 12 <= item.disposable_income_year AS within_disposable,
        cast(item.rigid_yuan * 100 AS HUGEINT) * 1000000000000
        >= cast(item.rigid_share * 1000000 AS HUGEINT) * item.income_year_units AS rigid_enough
    FROM verification_item AS item
    CROSS JOIN missing_department
),

judged AS (
    SELECT
        *,
        CASE
            WHEN within_standard THEN '最低生活保障'
            WHEN within_standard IS NULL THEN NULL
            WHEN within_edge THEN '低保边缘'
            WHEN within_edge IS NULL THEN NULL
            WHEN within_disposable AND rigid_enough THEN '刚性支出困难'
            WHEN (within_disposable AND rigid_enough) IS NULL THEN NULL
            ELSE '不符合'
        END AS income_tier,
        income_unknown
        || if(standard IS NULL, ['低保标准'], [])
        || if(edge_multiple IS NULL AND within_standard IS NOT TRUE, ['低保边缘倍数'], [])
        || if(
            (within_standard OR within_edge) IS TRUE OR (within_disposable AND rigid_enough) IS NOT NULL,
            [],
            if(disposable_income_year IS NULL, ['上年度人均可支配收入'], [])
            || if(rigid_share IS NULL, ['刚性支出占收入比例'], [])
        ) AS tier_unknown
    FROM tested
),

decided AS (
    SELECT
        *,
        CASE
            WHEN property_fails OR income_tier = '不符合' THEN '不符合'
            WHEN NOT property_fails THEN income_tier
        END AS tier
    FROM judged
)

SELECT
    *,
    unauthorised = 0 AND len(undelivered) = 0 AND tier IS NOT NULL AS assessable,
    if(unauthorised > 0 OR len(undelivered) > 0 OR tier IS NOT NULL, [], if(income_tier IS NULL, tier_unknown, []) || if(
        property_fails IS NULL,
        if(home_count_limit IS NULL, ['住房套数限制'], [])
        || if(home_area_per_head_m2 IS NULL, ['人均住房面积限制'], []),
        []
    )) AS unknown
FROM decided
