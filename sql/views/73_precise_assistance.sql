/*---
name: precise_assistance
chinese: 精准救助率
comment: 精准救助率:各乡镇街道在发的低保、特困待遇中有有效核对报告的份额,目标100%
columns:
  township_code: 乡镇街道代码
  township: 乡镇街道:没有名称时为代码
  program: 待遇类别
  in_payment: 在发待遇数
  valid: 有有效报告数
  misses: 没有有效报告数
  rate_percent: 精准救助率(%):未交付报告和核对日期时为空
---*/
WITH counted AS (
    SELECT
        left(division_code, 9) AS township_code,
        program,
        count(*) AS in_payment,
        count(*) FILTER (WHERE report_state = 'valid') AS valid,
        count(*) FILTER (WHERE report_state = 'not_delivered') AS unknown
    FROM benefit_reports
    GROUP BY township_code, program
)

SELECT
    counted.township_code,
    coalesce(divisions_now.full_name, counted.township_code) AS township,
    counted.program,
    counted.in_payment,
    counted.valid,
    counted.in_payment - counted.valid AS misses,
    if(counted.unknown > 0, NULL, (counted.valid * 1000 // counted.in_payment * 0.1)::DECIMAL(5, 1)) AS rate_percent
FROM counted
LEFT JOIN divisions_now ON counted.township_code = divisions_now.code
