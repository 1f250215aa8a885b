-- Names of townships and streets: code of nine digits, full name. A township that is only known by its villages
-- is named by what their full names begin with.
WITH named AS (
    SELECT
        divisions_now.code,
        divisions_now.full_name
    FROM divisions_now
    WHERE length(divisions_now.code) = 9 AND divisions_now.full_name <> ''
),

by_village AS (
    SELECT
        village.parent AS code,
        max(left(village.full_name, length(village.full_name) - length(village.name))) AS full_name
    FROM divisions_now AS village
    LEFT JOIN named ON village.parent = named.code
    WHERE
        length(village.parent) = 9
        AND named.code IS NULL
        AND village.full_name <> village.name
        AND ends_with(village.full_name, village.name)
    GROUP BY village.parent
)

SELECT
    named.code,
    named.full_name
FROM named
UNION ALL
SELECT
    by_village.code,
    by_village.full_name
FROM by_village
ORDER BY code
