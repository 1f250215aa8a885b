/*---
name: alerts_by_age
chinese: 预警_存续时长
comment: 仍成立的预警按等级和已存续的时间,自本轮起始按自然日
columns:
  level: 等级:红、黄、蓝
  age: 已存续:本夜、一周内、一月内、三月内、三月以上
  alerts: 预警数
  shown: 已交办
  overdue: 逾期:只看已交办的
  oldest_days: 最久天数
---*/
WITH standing AS (
    SELECT
        alerts.level,
        alerts.shown,
        alerts.overdue,
        date_diff('day', alerts.opened_on, (SELECT max(runs.as_of) FROM runs)) AS days
    FROM alerts
    WHERE alerts.state <> 'resolved'
)

SELECT
    CASE level WHEN 'red' THEN '红' WHEN 'yellow' THEN '黄' ELSE '蓝' END AS level,
    CASE
        WHEN days < 1 THEN '本夜'
        WHEN days < 8 THEN '一周内'
        WHEN days < 31 THEN '一月内'
        WHEN days < 91 THEN '三月内'
        ELSE '三月以上'
    END AS age,
    count(*) AS alerts,
    count(*) FILTER (WHERE shown) AS shown,
    count(*) FILTER (WHERE overdue <> 'none') AS overdue,
    max(days) AS oldest_days
FROM standing
GROUP BY ALL
