-- 标准最近一次提高:每个政策所在地、每种城乡、每类待遇(最低生活保障、特困供养)至多一行
-- Grain: (locality, residence, program) whose present standard is higher than the one before it; in_force_from: its first day.
WITH dated AS (
    SELECT
        locality,
        residence,
        in_force_from,
        '最低生活保障' AS program,
        standard AS yuan
    FROM policy_period
    UNION ALL
    SELECT
        locality,
        residence,
        in_force_from,
        '特困供养' AS program,
        tekun_standard AS yuan
    FROM policy_period
),

changed AS (
    SELECT
        *,
        lag(yuan) OVER (PARTITION BY locality, residence, program ORDER BY in_force_from) AS former_yuan
    FROM dated
)

SELECT
    locality,
    residence,
    program,
    in_force_from,
    yuan AS standard_yuan,
    former_yuan
FROM changed
WHERE yuan IS DISTINCT FROM former_yuan
QUALIFY
    row_number() OVER (PARTITION BY locality, residence, program ORDER BY in_force_from DESC) = 1
    AND yuan > former_yuan
