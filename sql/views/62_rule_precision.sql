/*---
name: rule_precision
chinese: 规则_准确率
comment: 每条规则的每个版本一行:处置结果和准确率;无从得知时为空,不是0
columns:
  rule_id: 规则编号
  title: 名称
  rule_version: 规则版本
  fired: 预警数
  decided: 已处置数
  confirmed: 属实数
  not_confirmed: 不属实或豁免数
  unclear: 未能判明数
  undecided: 未处置数
  precision_percent: 准确率(%)
  precision_interval: 95%区间(%)
---*/
SELECT
    rule_measures.rule_id,
    rules.title,
    rule_measures.rule_version,
    rule_measures.fired,
    rule_measures.decided,
    rule_measures.confirmed,
    rule_measures.not_confirmed,
    rule_measures.unclear,
    rule_measures.undecided,
    round(100 * rule_measures.precision, 1) AS precision_percent,
    format('{:.1f} 至 {:.1f}', 100 * rule_measures.precision_low, 100 * rule_measures.precision_high) AS precision_interval
FROM rule_measures
LEFT JOIN rules ON rule_measures.rule_id = rules.rule_id
WHERE rule_measures.month IS NULL
