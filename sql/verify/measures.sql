-- 户内合计:每条核对的家庭一行,供各用途的限额比较和报告的户内合计
-- Grain: household row of assessed_household. Amounts are null where a counted member is unauthorised or a policy value is unknown;
-- counts of property are null where a counted member is unauthorised: nobody looked, so nothing is known. Property is counted as it
-- is registered: the marts homes and property_failure leave out what a place has no policy for, or allows.
WITH unit AS (
    SELECT
        household_no,
        unit_no,
        usage IN ('住宅', '宅基地') AS is_home,
        max(area_m2) AS area_m2
    FROM household_asset
    WHERE kind = 'registered' AND usage IN ('住宅', '宅基地', '商业', '办公')
    GROUP BY household_no, unit_no, is_home
),

owned AS (
    SELECT
        household_no,
        count(*) FILTER (WHERE is_home) AS homes,
        sum(area_m2) FILTER (WHERE is_home) AS home_area_m2,
        count(*) FILTER (WHERE NOT is_home) AS non_residential
    FROM unit
    GROUP BY household_no
),

bought AS (
    SELECT
        record_no,
        max(things) AS home_bought
    FROM property_failure
    WHERE rule_id = 'CB-03'
    GROUP BY record_no
)

SELECT
    home.record_no,
    home.members,
    home.unauthorised,
    household_income.verified_yuan_month,
    household_income.income_yuan_month,
    household_income.per_head_yuan AS income_per_head_yuan,
    policy.standard,
    if(home.unauthorised > 0, NULL, coalesce(owned.homes, 0)) AS homes,
    if(home.unauthorised > 0, NULL, coalesce(owned.home_area_m2, 0)) AS home_area_m2,
    if(home.unauthorised > 0, NULL, coalesce(owned.non_residential, 0)) AS non_residential,
    if(home.unauthorised > 0, NULL, coalesce(bought.home_bought, 0)) AS home_bought,
    if(home.unauthorised > 0, NULL, coalesce(rigid_expense.self_paid_yuan, 0)) AS rigid_expense_year_yuan
FROM assessed_household AS home
LEFT JOIN policy ON home.locality = policy.locality AND coalesce(home.residence, '') = policy.residence
LEFT JOIN household_income ON home.record_no = household_income.record_no
LEFT JOIN owned ON home.household_no = owned.household_no
LEFT JOIN bought ON home.record_no = bought.record_no
LEFT JOIN rigid_expense ON home.household_no = rigid_expense.household_no
ORDER BY home.record_no
