/*---
topic: 预警和处置
question: 处置结果怎样分布,从发现到决定用了几天?
english: How were alerts decided, and how long did it take?
reading: 只看现时有效的决定;天数为自然日
empty: 示例城市是虚构的,没有工作人员作过处置决定;用 hedui decide 记下决定后即有
---*/
SELECT
    decisions.disposition AS 处置结果,
    rules.class AS 规则类别,
    count(*) AS 决定数,
    quantile_cont(date_diff('day', alerts.first_seen, decisions.decided_on), 0.5) AS 天数中位数,
    count(*) FILTER (WHERE decisions.second_by IS NOT NULL) AS 有第二签字
FROM decisions
INNER JOIN alerts ON decisions.alert_id = alerts.alert_id
LEFT JOIN rules ON alerts.rule_id = rules.rule_id
WHERE decisions.standing = 'holds'
GROUP BY ALL
ORDER BY 决定数 DESC, 处置结果 ASC, 规则类别 ASC
