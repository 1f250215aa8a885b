-- 采暖补贴户均额:每个政策所在地、每种城乡一行,只在采暖季
-- Grain: (locality, residence) in its heating season. average_yuan: paid this season, by household paid; rounded half up to the fen.
-- on_target: the mean is at least the target; null while the place states none or nothing was paid. missing: what LB-18 finds.
WITH paid AS (
    SELECT
        household_place.locality,
        household_place.residence,
        count(DISTINCT payment.household_no) AS households,
        sum(payment.paid_yuan) AS paid_yuan
    FROM payment
    CROSS JOIN night
    INNER JOIN household_place ON payment.household_no = household_place.household_no
    INNER JOIN heating_season AS season
        ON household_place.locality = season.locality AND household_place.residence = season.residence
    WHERE
        payment.program = '采暖补贴' AND payment.result = '成功'
        AND payment.period >= date_trunc('month', season.season_from) AND payment.period <= night.as_of
    GROUP BY household_place.locality, household_place.residence
),

missed AS (
    SELECT
        household_place.locality,
        household_place.residence,
        count(DISTINCT finding.household_no) AS households
    FROM finding
    INNER JOIN household_place ON finding.household_no = household_place.household_no
    WHERE finding.rule_id = 'LB-18'
    GROUP BY household_place.locality, household_place.residence
)

SELECT
    season.locality,
    season.residence,
    season.season_from,
    coalesce(paid.households, 0) AS households_paid,
    coalesce(paid.paid_yuan, 0)::DECIMAL(18, 2) AS paid_yuan,
    (
        ((2 * (paid.paid_yuan * 100)::HUGEINT + paid.households) // (2 * paid.households))::DECIMAL(18, 0) * 0.01
    )::DECIMAL(18, 2) AS average_yuan,
    policy.heating_average_yuan AS target_yuan,
    paid.paid_yuan >= policy.heating_average_yuan * paid.households AS on_target,
    coalesce(missed.households, 0) AS households_missing
FROM heating_season AS season
INNER JOIN policy ON season.locality = policy.locality AND season.residence = policy.residence
LEFT JOIN paid ON season.locality = paid.locality AND season.residence = paid.residence
LEFT JOIN missed ON season.locality = missed.locality AND season.residence = missed.residence
ORDER BY season.locality, season.residence
