/*---
name: verification
chinese: 核对结果
comment: 最近一夜每户的核对结果,附区划名称;结果是提问,由人核实后决定
columns:
  household_no: 家庭编号
  program: 救助类别
  division_code: 区划代码
  division: 区划:没有名称时为代码
  members: 计入人数
  income_yuan_month: 家庭月收入:元
  income_per_head_yuan: 人均月收入:元
  proposed_tier: 建议类别
  outcome: 核对结论:符合、不符合、待核实身份、无法核对
  reasons: 理由
  next_tier: 下一步可核的类别:不符合时;其他 指临时救助、专项救助、慈善帮扶
---*/
WITH places AS (
    SELECT
        household_no,
        program,
        min(division_code) AS division_code
    FROM fact.household
    GROUP BY household_no, program
)

SELECT
    verification_results.household_no,
    verification_results.program,
    places.division_code,
    coalesce(divisions_now.full_name, places.division_code) AS division,
    verification_results.members,
    verification_results.income_yuan_month,
    verification_results.income_per_head_yuan,
    verification_results.proposed_tier,
    CASE verification_results.outcome
        WHEN 'pass' THEN '符合'
        WHEN 'fail' THEN '不符合'
        WHEN 'needs_review' THEN '待核实身份'
        ELSE '无法核对'
    END AS outcome,
    array_to_string(verification_results.reasons, ';') AS reasons,
    verification_results.next_tier
FROM verification_results
LEFT JOIN places
    ON verification_results.household_no = places.household_no AND verification_results.program = places.program
LEFT JOIN divisions_now ON places.division_code = divisions_now.code
