/*---
name: rechecks_due
chinese: 复核_到期清单
comment: 在享家庭下次复核的最迟日期,逐户;已超期的也在内
columns:
  household_no: 家庭编号
  program: 救助类别
  category: 分类
  township_code: 乡镇街道代码
  township: 乡镇街道:没有名称时为代码
  last_verified_on: 上次核对日期
  months: 复核间隔月数
  due_on: 最迟日期:没有核对日期为空
  days_left: 距最迟日期天数:负数为已超期
  status: 情形:未到期、已超期、没有核对日期
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
)

SELECT
    report_status.household_no,
    report_status.program,
    report_status.category,
    left(report_status.division_code, 9) AS township_code,
    coalesce(divisions_now.full_name, left(report_status.division_code, 9)) AS township,
    report_status.last_verified_on,
    report_status.months,
    report_status.due_on,
    date_diff('day', night.as_of, report_status.due_on) AS days_left,
    CASE report_status.recheck WHEN 'planned' THEN '未到期' WHEN 'overdue' THEN '已超期' ELSE '没有核对日期' END AS status
FROM report_status
CROSS JOIN night
LEFT JOIN divisions_now ON left(report_status.division_code, 9) = divisions_now.code
WHERE report_status.recheck <> 'not_delivered'
