/*---
name: verification_put_forward
chinese: 核对结果_据以办理
comment: 每户据以办理的核对结果:异议了结前,只因有异议的记录而不符合的不作为不符合提出;核对结果本身不变
columns:
  household_no: 家庭编号
  program: 救助类别
  outcome: 核对结论:符合、不符合、待核实身份、无法核对
  put_forward: 据以办理:同核对结论,或异议期间中止
  disputes: 异议编号
  reason: 说明
---*/
SELECT
    results.household_no,
    results.program,
    CASE results.outcome
        WHEN 'pass' THEN '符合' WHEN 'fail' THEN '不符合' WHEN 'needs_review' THEN '待核实身份' ELSE '无法核对'
    END AS outcome,
    CASE coalesce(contested.put_forward, results.outcome)
        WHEN 'pass' THEN '符合' WHEN 'fail' THEN '不符合' WHEN 'needs_review' THEN '待核实身份'
        WHEN 'suspended' THEN '异议期间中止' ELSE '无法核对'
    END AS put_forward,
    array_to_string(contested.disputes, '、') AS disputes,
    contested.reason
FROM verification_results AS results
LEFT JOIN verification_disputes AS contested
    ON results.household_no = contested.household_no AND results.program = contested.program
