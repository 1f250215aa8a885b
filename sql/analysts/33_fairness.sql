/*---
topic: 预警和处置
question: 预警是否偏向某些人群或乡镇?
english: Do alerts fall more on some groups than on others?
reading: 比率为该组有预警(或属实、被推翻)的占比;高于其余各组不等于不公,请先看构成
---*/
SELECT
    CASE fairness.measure WHEN 'alert' THEN '有预警' WHEN 'confirm' THEN '属实' ELSE '被推翻' END AS 指标,
    CASE fairness.attribute WHEN 'township' THEN '乡镇' WHEN 'age_band' THEN '年龄段' WHEN 'sex' THEN '性别' ELSE '残疾' END AS 分组,
    coalesce(divisions_now.full_name, fairness.group_value) AS 组,
    fairness.n AS 总数,
    fairness.hits AS 其中,
    round(100 * fairness.rate, 1) AS 比率_百分,
    round(fairness.ratio, 2) AS 与其余各组之比,
    round(fairness.ratio_low, 2) AS 之比下限,
    round(fairness.ratio_high, 2) AS 之比上限,
    fairness.flagged AS 提示
FROM fairness
LEFT JOIN divisions_now ON fairness.attribute = 'township' AND fairness.group_value = divisions_now.code
ORDER BY 指标 ASC, 分组 ASC, 比率_百分 DESC NULLS LAST, fairness.group_value ASC
