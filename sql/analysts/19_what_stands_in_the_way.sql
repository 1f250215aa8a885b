/*---
topic: 核对
question: 不符合的家庭,卡在哪一项?
english: What stands between the households that do not fit and their program?
reading: 一户可有几项;收入以人均月收入和当地标准相比
---*/
WITH wide AS (
    SELECT
        household_no,
        program,
        max(value) FILTER (WHERE item = '多套住房') AS homes,
        max(value) FILTER (WHERE item = '非居住用房') AS premises,
        max(value) FILTER (WHERE item = '近12个月购房') AS bought,
        max(value) FILTER (WHERE item = '未授权成员') AS unauthorised,
        max(amount_yuan) FILTER (WHERE item = '人均月收入') AS per_head,
        max(amount_yuan) FILTER (WHERE item = '低保标准(人月)') AS standard,
        max(amount_yuan) FILTER (WHERE item = '低保边缘线(人月)') AS edge
    FROM verification_items
    GROUP BY ALL
)

SELECT
    results.program AS 救助类别,
    count(*) AS 未通过户数,
    count(*) FILTER (WHERE wide.per_head > wide.standard) AS 人均收入高于低保标准,
    count(*) FILTER (WHERE wide.per_head > wide.edge) AS 其中高于低保边缘线,
    count(*) FILTER (WHERE wide.homes = '是') AS 多套住房,
    count(*) FILTER (WHERE wide.premises = '是') AS 非居住用房,
    count(*) FILTER (WHERE wide.bought = '是') AS 近12个月购房,
    count(*) FILTER (WHERE wide.unauthorised <> '0') AS 有未授权成员
FROM verification_results AS results
INNER JOIN wide ON results.household_no = wide.household_no AND results.program = wide.program
WHERE results.outcome <> 'pass'
GROUP BY ALL
ORDER BY 救助类别
