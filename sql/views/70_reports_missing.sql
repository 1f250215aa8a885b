/*---
name: reports_missing
chinese: 报告_未先核后批
comment: 未先核后批的在享家庭:批准前没有有效的核对报告(没有登记、晚于批准、已过有效天数)
columns:
  household_no: 家庭编号
  program: 救助类别
  township_code: 乡镇街道代码
  township: 乡镇街道:没有名称时为代码
  approved_on: 批准日期
  report_on: 认定核对报告日期
  report_age_days: 批准时报告已出具天数:负数为批准后才出具
  found: 情形
---*/
SELECT
    report_status.household_no,
    report_status.program,
    left(report_status.division_code, 9) AS township_code,
    coalesce(divisions_now.full_name, left(report_status.division_code, 9)) AS township,
    report_status.approved_on,
    report_status.report_on,
    report_status.report_age_days,
    CASE report_status.first_check
        WHEN 'late' THEN '报告晚于批准' WHEN 'stale' THEN '批准时报告已过有效天数' ELSE '没有登记报告'
    END AS found
FROM report_status
LEFT JOIN divisions_now ON left(report_status.division_code, 9) = divisions_now.code
WHERE report_status.first_check IN ('late', 'stale', 'missing')
