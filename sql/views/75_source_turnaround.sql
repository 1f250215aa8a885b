/*---
name: source_turnaround
chinese: 来源_时效
comment: 各部门每张表的反馈时效:申请至导出的中位数和第90百分位,超过时限的次数
columns:
  department: 部门
  table_name: 表
  deliveries: 批次数
  accepted: 已采用批次数
  median_minutes: 申请至导出分钟数中位数
  p90_minutes: 申请至导出分钟数第90百分位
  median_working_days: 申请至采用工作日数中位数
  p90_working_days: 申请至采用工作日数第90百分位
  limit_working_days: 时限工作日:最近一批
  breaches: 超过时限批次数
---*/
SELECT
    coalesce(delivered_tables.department_label, delivery_times.department) AS department,
    coalesce(delivered_tables.table_label, delivery_times.table_name) AS table_name,
    count(*) AS deliveries,
    count(delivery_times.accepted_on) AS accepted,
    quantile_disc(delivery_times.minutes_to_export, 0.5) AS median_minutes,
    quantile_disc(delivery_times.minutes_to_export, 0.9) AS p90_minutes,
    quantile_disc(delivery_times.working_days, 0.5) AS median_working_days,
    quantile_disc(delivery_times.working_days, 0.9) AS p90_working_days,
    max_by(delivery_times.limit_working_days, (delivery_times.batch_date, delivery_times.revision)) AS limit_working_days,
    count(*) FILTER (WHERE delivery_times.breach) AS breaches
FROM delivery_times
LEFT JOIN delivered_tables
    ON delivery_times.department = delivered_tables.department AND delivery_times.table_name = delivered_tables.table_name
GROUP BY ALL
