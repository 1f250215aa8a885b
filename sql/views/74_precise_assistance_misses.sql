/*---
name: precise_assistance_misses
chinese: 精准救助率_未达清单
comment: 在发而没有有效核对报告的低保、特困待遇,逐条
columns:
  record_no: 待遇发放对象的业务流水号
  program: 待遇类别
  household_no: 家庭编号
  township_code: 乡镇街道代码
  township: 乡镇街道:没有名称时为代码
  monthly_yuan: 月发放金额:元
  report_until: 报告有效至
  found: 情形
---*/
SELECT
    benefit_reports.record_no,
    benefit_reports.program,
    benefit_reports.household_no,
    left(benefit_reports.division_code, 9) AS township_code,
    coalesce(divisions_now.full_name, left(benefit_reports.division_code, 9)) AS township,
    benefit_reports.monthly_yuan,
    benefit_reports.report_until,
    CASE benefit_reports.report_state
        WHEN 'expired' THEN '报告已过复核期限' WHEN 'missing' THEN '没有报告或核对日期'
        WHEN 'no_household' THEN '没有对应的在享家庭' ELSE '未交付报告和核对日期'
    END AS found
FROM benefit_reports
LEFT JOIN divisions_now ON left(benefit_reports.division_code, 9) = divisions_now.code
WHERE benefit_reports.report_state <> 'valid'
