/*---
topic: 救助对象
question: 近二十四个月每月各类别进入、退出多少户?
english: How many households entered and left each month of the last two years, by program?
reading: 按批准日期和退出日期所在月份;仍在申请中的不计
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

moves AS (
    SELECT
        program,
        household_no,
        approved_on AS on_day,
        '进入' AS move
    FROM fact.household
    WHERE approved_on IS NOT NULL
    UNION ALL
    SELECT
        program,
        household_no,
        ended_on AS on_day,
        '退出' AS move
    FROM fact.household
    WHERE ended_on IS NOT NULL
)

SELECT
    strftime(moves.on_day, '%Y-%m') AS 月份,
    moves.program AS 救助类别,
    count(DISTINCT moves.household_no) FILTER (WHERE moves.move = '进入') AS 进入户数,
    count(DISTINCT moves.household_no) FILTER (WHERE moves.move = '退出') AS 退出户数
FROM moves
CROSS JOIN night
WHERE moves.on_day BETWEEN date_trunc('month', night.as_of - INTERVAL 24 MONTH) AND night.as_of
GROUP BY ALL
ORDER BY 月份 DESC, 救助类别 ASC
