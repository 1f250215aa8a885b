/*---
topic: 核对
question: 核对后的人均收入离低保标准有多远?
english: How far is verified income per head from the 低保 standard?
reading: 每户按其当地标准;无法核对的家庭没有收入,单列
---*/
WITH lines AS (
    SELECT
        household_no,
        program,
        max(amount_yuan) AS standard_yuan
    FROM verification_items
    WHERE item = '低保标准(人月)'
    GROUP BY ALL
)

SELECT
    results.program AS 救助类别,
    CASE
        WHEN results.income_per_head_yuan IS NULL OR lines.standard_yuan IS NULL THEN '5 无法核对'
        WHEN results.income_per_head_yuan <= lines.standard_yuan * 0.5 THEN '1 不到标准一半'
        WHEN results.income_per_head_yuan <= lines.standard_yuan THEN '2 标准以内'
        WHEN results.income_per_head_yuan <= lines.standard_yuan * 1.5 THEN '3 标准至一倍半'
        ELSE '4 一倍半以上'
    END AS 人均收入,
    count(*) AS 户数
FROM verification_results AS results
LEFT JOIN lines ON results.household_no = lines.household_no AND results.program = lines.program
GROUP BY ALL
ORDER BY ALL
