/*---
name: alerts_by_division
chinese: 预警_按区划
comment: 各区划待处理的预警数
columns:
  division_code: 区划代码
  division: 区划:没有名称时为代码
  open_alerts: 待处理
  red: 红
  yellow: 黄
  blue: 蓝
  overdue: 已逾期
  frozen: 冻结
---*/
SELECT
    division_code,
    division,
    count(*) AS open_alerts,
    count(*) FILTER (WHERE level = '红') AS red,
    count(*) FILTER (WHERE level = '黄') AS yellow,
    count(*) FILTER (WHERE level = '蓝') AS blue,
    count(*) FILTER (WHERE days_overdue > 0) AS overdue,
    count(*) FILTER (WHERE frozen) AS frozen
FROM alerts_open
GROUP BY division_code, division
