-- 核对类别:每条待核对的救助家庭记录一行
-- Grain: household row in scope (rules.md, "Verification"). unknown: labels of the policy values that are not known there.
-- Shares are compared in whole numbers (millionths, and the units of household_income), so nothing is rounded.
WITH judged AS (
    SELECT
        item.*,
        missing_department.labels AS undelivered,
        if(item.standard IS NULL, ['低保标准'], [])
        || if(item.edge_multiple IS NULL, ['低保边缘倍数'], [])
        || if(item.disposable_income_year IS NULL, ['上年度人均可支配收入'], [])
        || if(item.rigid_share IS NULL, ['刚性支出占收入比例'], [])
        || if(item.work_cost_share IS NULL, ['就业成本扣减比例'], [])
        || if(item.resident_pension_exempt_yuan IS NULL, ['城乡居民养老金豁免额'], [])
        || if(item.home_count_limit IS NULL, ['住房套数限制'], [])
        || if(item.home_area_per_head_m2 IS NULL, ['人均住房面积限制'], []) AS unknown,
        item.several_homes OR item.non_residential OR item.home_bought AS property_fails,
        cast(item.rigid_yuan * 100 AS HUGEINT) * 1000000000000
        >= cast(item.rigid_share * 1000000 AS HUGEINT) * item.income_year_units AS rigid_enough
    FROM verification_item AS item
    CROSS JOIN missing_department
)

SELECT
    *,
    unauthorised = 0 AND len(undelivered) = 0 AND len(unknown) = 0 AS assessable,
    CASE
        WHEN property_fails THEN '不符合'
        WHEN per_head_yuan <= standard THEN '最低生活保障'
        WHEN per_head_yuan <= edge_yuan THEN '低保边缘'
        WHEN per_head_yuan * 12 <= disposable_income_year AND rigid_enough THEN '刚性支出困难'
        ELSE '不符合'
    END AS tier
FROM judged
