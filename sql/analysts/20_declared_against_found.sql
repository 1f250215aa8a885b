/*---
topic: 核对
question: 申报收入和核对收入差多少?
english: How far is declared income from what departments know?
reading: 每月每户;差额为核对收入减申报收入,只计高出的
---*/
WITH pairs AS (
    SELECT
        household_no,
        program,
        max(amount_yuan) FILTER (WHERE item = '申报家庭月收入') AS declared_yuan,
        max(amount_yuan) FILTER (WHERE item = '核对家庭月收入') AS found_yuan
    FROM verification_items
    GROUP BY ALL
)

SELECT
    program AS 救助类别,
    count(*) AS 户数,
    count(*) FILTER (WHERE found_yuan > declared_yuan) AS 核对高于申报户数,
    round(avg(declared_yuan), 2) AS 平均申报月收入_元,
    round(avg(found_yuan), 2) AS 平均核对月收入_元,
    round(avg(found_yuan - declared_yuan) FILTER (WHERE found_yuan > declared_yuan), 2) AS 高出的平均差额_元
FROM pairs
WHERE declared_yuan IS NOT NULL AND found_yuan IS NOT NULL
GROUP BY ALL
ORDER BY 救助类别
