/*---
name: sample_to_review
chinese: 待办_随机抽查
comment: 没有预警而被随机抽中、尚未核查的家庭;请不看核对结果独立核查,用 hedui decide 抽查编号 记录结果
columns:
  sample_id: 抽查编号
  month: 月份
  household_no: 家庭编号
  program: 类别
  division: 区划:没有名称时为代码
---*/
SELECT
    recall_sample.sample_id,
    recall_sample.month,
    recall_sample.household_no,
    recall_sample.program,
    coalesce(divisions_now.full_name, recall_sample.division_code) AS division
FROM recall_sample
LEFT JOIN divisions_now ON recall_sample.division_code = divisions_now.code
WHERE recall_sample.result IS NULL
