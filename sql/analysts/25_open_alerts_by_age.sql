/*---
topic: 预警和处置
question: 未消除的预警已经多久了?
english: How old are the alerts that stand?
reading: 自本轮起始按自然日;逾期只看已交办的
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs)

SELECT
    CASE alerts.level WHEN 'red' THEN '1 红' WHEN 'yellow' THEN '2 黄' ELSE '3 蓝' END AS 等级,
    CASE
        WHEN date_diff('day', alerts.opened_on, night.as_of) < 1 THEN '1 本夜' WHEN
            date_diff('day', alerts.opened_on, night.as_of) < 8
            THEN '2 一周内'
        WHEN date_diff('day', alerts.opened_on, night.as_of) < 31 THEN '3 一月内' WHEN
            date_diff('day', alerts.opened_on, night.as_of) < 91
            THEN '4 三月内'
        ELSE '5 三月以上'
    END AS 已存续,
    count(*) AS 预警数,
    count(*) FILTER (WHERE alerts.shown) AS 已交办,
    count(*) FILTER (WHERE alerts.overdue <> 'none') AS 逾期,
    max(date_diff('day', alerts.opened_on, night.as_of)) AS 最久天数
FROM alerts
CROSS JOIN night
WHERE alerts.state <> 'resolved'
GROUP BY ALL
ORDER BY ALL
