/*---
name: verification_by_township
chinese: 核对结果_按乡镇
comment: 每个救助类别和乡镇街道一行:最近一夜的核对结果
columns:
  program: 救助类别
  township: 乡镇街道代码:区划代码前9位
  division: 区划:没有名称时为代码
  pass: 符合
  fail: 不符合
  needs_review: 待核实身份
  not_assessable: 无法核对
  households: 合计户数
---*/
SELECT
    verification.program,
    left(verification.division_code, 9) AS township,
    coalesce(divisions_now.full_name, left(verification.division_code, 9)) AS division,
    count(*) FILTER (WHERE verification.outcome = '符合') AS pass,
    count(*) FILTER (WHERE verification.outcome = '不符合') AS fail,
    count(*) FILTER (WHERE verification.outcome = '待核实身份') AS needs_review,
    count(*) FILTER (WHERE verification.outcome = '无法核对') AS not_assessable,
    count(*) AS households
FROM verification
LEFT JOIN divisions_now ON left(verification.division_code, 9) = divisions_now.code
GROUP BY ALL
