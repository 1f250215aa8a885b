-- 核对日所在的采暖季：每个政策所在地、每种城乡至多一行，不发采暖补贴或不在采暖季的没有
-- Grain: (locality, residence) in whose heating season the night lies (rule LB-18). season_from: its first day.
WITH today AS (
    SELECT
        as_of,
        strftime(as_of, '%m-%d') AS month_day
    FROM night
),

season AS (
    SELECT
        policy.locality,
        policy.residence,
        policy.heating_from,
        -- from January to the end of a season that crosses the year end, the season began last year
        year(today.as_of) - (today.month_day < policy.heating_from)::INTEGER AS began
    FROM policy
    CROSS JOIN today
    WHERE
        policy.heating
        AND (
            today.month_day BETWEEN policy.heating_from AND policy.heating_until
            OR (
                policy.heating_from > policy.heating_until
                AND (today.month_day >= policy.heating_from OR today.month_day <= policy.heating_until)
            )
        )
)

SELECT
    locality,
    residence,
    -- only 02-29 can fail, in a year without it
    coalesce(try_cast(began || '-' || heating_from AS DATE), make_date(began, 2, 28)) AS season_from
FROM season
