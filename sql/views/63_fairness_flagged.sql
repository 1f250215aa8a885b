/*---
name: fairness_flagged
chinese: 公平性_提示
comment: 比率高出其余各组四分之一以上、且总数不少于50的组:值得查看,不是结论;不进入任何规则和排序
columns:
  measure: 指标:有预警、属实、被推翻
  attribute: 分组:乡镇、年龄段、性别、残疾
  group_name: 组:没有名称时为代码
  n: 总数
  hits: 其中符合的
  rate_percent: 比率(%)
  ratio: 与其余各组之比
  ratio_low: 之比下限
  ratio_high: 之比上限
---*/
SELECT
    CASE fairness.measure WHEN 'alert' THEN '有预警' WHEN 'confirm' THEN '属实' ELSE '被推翻' END AS measure,
    CASE fairness.attribute
        WHEN 'township' THEN '乡镇' WHEN 'age_band' THEN '年龄段' WHEN 'sex' THEN '性别' ELSE '残疾'
    END AS attribute,
    coalesce(divisions_now.full_name, fairness.group_value) AS group_name,
    fairness.n,
    fairness.hits,
    round(100 * fairness.rate, 1) AS rate_percent,
    round(fairness.ratio, 2) AS ratio,
    round(fairness.ratio_low, 2) AS ratio_low,
    round(fairness.ratio_high, 2) AS ratio_high
FROM fairness
LEFT JOIN divisions_now ON fairness.attribute = 'township' AND fairness.group_value = divisions_now.code
WHERE fairness.flagged
