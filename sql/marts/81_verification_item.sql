-- 核对项目:每条待核对的救助家庭记录一行
-- Grain: household row in scope (rules.md, "Verification"). several_homes is null when an unknown limit decides it.
WITH property AS (
    SELECT
        record_no,
        bool_or(rule_id = 'CB-02') AS non_residential,
        bool_or(rule_id = 'CB-03') AS home_bought
    FROM property_failure
    GROUP BY record_no
)

SELECT
    home.record_no,
    home.household_no,
    home.program,
    home.division_code,
    home.locality,
    home.members,
    home.unauthorised,
    home.declared_income_yuan_month,
    coalesce(home.residence, '') AS residence,
    household_income.verified_yuan_month,
    household_income.income_yuan_month,
    household_income.per_head_yuan,
    household_income.income_year_units,
    coalesce(household_income.income_unknown, []) AS income_unknown,
    policy.standard,
    policy.edge_multiple,
    policy.edge_multiple * policy.standard AS edge_yuan,
    policy.disposable_income_year,
    policy.rigid_share,
    policy.home_count_limit,
    policy.home_area_per_head_m2,
    coalesce(rigid_expense.self_paid_yuan, 0) AS rigid_yuan,
    if(homes.record_no IS NULL, FALSE, homes.too_many) AS several_homes,
    coalesce(property.non_residential, FALSE) AS non_residential,
    coalesce(property.home_bought, FALSE) AS home_bought
FROM assessed_household AS home
LEFT JOIN policy ON home.locality = policy.locality AND coalesce(home.residence, '') = policy.residence
LEFT JOIN household_income ON home.record_no = household_income.record_no
LEFT JOIN rigid_expense ON home.household_no = rigid_expense.household_no
LEFT JOIN homes ON home.record_no = homes.record_no
LEFT JOIN property ON home.record_no = property.record_no
WHERE home.in_verification
