-- 家庭收入:全部计入成员均已授权的家庭,每条救助家庭记录一行
-- Grain: household row (rules.md, "Income of a household"), 特困 among them. Null amounts: they depend on the policy values in
-- income_unknown.
-- Whole numbers only: year_units = yuan of 12 months x 100,000,000 (fen x the six places of a share), so nothing is rounded
-- before the per head, which is rounded half up to the fen: DECIMAL / in DuckDB would give a DOUBLE.
WITH gross AS (
    SELECT
        assessed_household.record_no,
        sum(income_part.yuan_month) FILTER (WHERE income_part.kind = 'wage') AS wage_yuan,
        sum(income_part.yuan_month) FILTER (WHERE income_part.kind IN ('pension', 'unemployment')) AS transfer_yuan,
        sum(income_part.yuan_month) FILTER (WHERE income_part.kind = 'resident_pension') AS resident_yuan,
        -- greatest() would take 0 for an unknown exemption
        sum(greatest(income_part.yuan_month - policy.resident_pension_exempt_yuan, 0))
        FILTER (WHERE income_part.kind = 'resident_pension' AND policy.resident_pension_exempt_yuan IS NOT NULL)
            AS resident_counted_yuan
    FROM assessed_household
    INNER JOIN policy
        ON
        assessed_household.locality = policy.locality
        AND coalesce(assessed_household.residence, '') = policy.residence
    INNER JOIN authorised_member ON assessed_household.household_no = authorised_member.household_no
    INNER JOIN income_part ON authorised_member.person_key = income_part.person_key
    WHERE assessed_household.unauthorised = 0
    GROUP BY assessed_household.record_no
),

units AS (
    SELECT
        assessed_household.record_no,
        assessed_household.household_no,
        assessed_household.program,
        assessed_household.members,
        if(coalesce(gross.wage_yuan, 0) > 0 AND policy.work_cost_share IS NULL, ['就业成本扣减比例'], [])
        || if(coalesce(gross.resident_yuan, 0) > 0 AND policy.resident_pension_exempt_yuan IS NULL, ['城乡居民养老金豁免额'], [])
            AS needed,
        -- an unknown value takes nothing off, so that this is the most the verified income can be
        cast(coalesce(gross.wage_yuan, 0) * 100 AS HUGEINT) * cast((1 - coalesce(policy.work_cost_share, 0)) * 1000000 AS HUGEINT)
        + cast(
            (coalesce(gross.transfer_yuan, 0) + coalesce(gross.resident_counted_yuan, gross.resident_yuan, 0)) * 100 AS HUGEINT
        ) * 1000000 AS most_year_units,
        cast(coalesce(assessed_household.declared_income_yuan_month, 0) * 100 AS HUGEINT) * 12000000 AS declared_year_units
    FROM assessed_household
    INNER JOIN policy
        ON
        assessed_household.locality = policy.locality
        AND coalesce(assessed_household.residence, '') = policy.residence
    LEFT JOIN gross ON assessed_household.record_no = gross.record_no
    WHERE assessed_household.unauthorised = 0
),

known AS (
    SELECT
        *,
        if(declared_year_units >= most_year_units, [], needed) AS income_unknown,
        if(len(needed) = 0, most_year_units, NULL) AS verified_year_units,
        if(len(needed) = 0 OR declared_year_units >= most_year_units, greatest(most_year_units, declared_year_units), NULL)
            AS income_year_units
    FROM units
)

SELECT
    record_no,
    household_no,
    program,
    members,
    income_unknown,
    income_year_units,
    cast(cast((verified_year_units + 6000000) // 12000000 AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2)) AS verified_yuan_month,
    cast(cast((income_year_units + 6000000) // 12000000 AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2)) AS income_yuan_month,
    cast(
        cast((income_year_units + 6000000 * members) // (12000000 * members) AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2)
    ) AS per_head_yuan,
    cast(
        cast((verified_year_units + 6000000 * members) // (12000000 * members) AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2)
    ) AS verified_per_head_yuan
FROM known
