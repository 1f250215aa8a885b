-- 户内合计:每条核对的家庭一行,供各用途的限额比较和报告的户内合计
-- Grain: household row of assessed_household. Amounts are null where a counted member is unauthorised or a policy value is unknown;
-- counts of property are null where a counted member is unauthorised: nobody looked, so nothing is known.
WITH failing AS (
    SELECT
        record_no,
        max(things) FILTER (WHERE rule_id = 'CB-02') AS non_residential,
        max(things) FILTER (WHERE rule_id = 'CB-03') AS home_bought
    FROM property_failure
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
    if(home.unauthorised > 0, NULL, coalesce(homes.things, 0)) AS homes,
    if(home.unauthorised > 0, NULL, coalesce(homes.area_m2, 0)) AS home_area_m2,
    if(home.unauthorised > 0, NULL, coalesce(failing.non_residential, 0)) AS non_residential,
    if(home.unauthorised > 0, NULL, coalesce(failing.home_bought, 0)) AS home_bought,
    if(home.unauthorised > 0, NULL, coalesce(rigid_expense.self_paid_yuan, 0)) AS rigid_expense_year_yuan
FROM assessed_household AS home
LEFT JOIN policy ON home.locality = policy.locality AND coalesce(home.residence, '') = policy.residence
LEFT JOIN household_income ON home.record_no = household_income.record_no
LEFT JOIN homes ON home.record_no = homes.record_no
LEFT JOIN failing ON home.record_no = failing.record_no
LEFT JOIN rigid_expense ON home.household_no = rigid_expense.household_no
ORDER BY home.record_no
