/*---
name: disputes_open
chinese: 异议_进行中
comment: 待来源答复的异议,和成立而记录尚未更正的;逾期最久的在前
columns:
  dispute_id: 异议编号
  household_no: 家庭编号
  source: 来源:部门.表
  record_no: 业务流水号
  ground: 理由
  state: 现状
  opened_on: 提出日期
  answer_by: 请于
  days_late: 逾期天数
---*/
SELECT
    dispute_id,
    household_no,
    source_table AS source,
    record_no,
    CASE ground
        WHEN 'not_mine' THEN '不是本人的记录' WHEN 'wrong_value' THEN '内容不符' WHEN 'ended' THEN '已不存在或已终止'
        WHEN 'outdated' THEN '已变更,来源未更新' ELSE '其他'
    END AS ground,
    if(state = 'waiting', '待来源答复', '异议成立,待更正') AS state,
    opened_on,
    answer_by,
    days_late
FROM disputes
WHERE suspends
ORDER BY days_late DESC NULLS LAST, opened_on ASC, dispute_id ASC
