/*---
topic: 预警和处置
question: 一户身上有几条预警?
english: How many alerts does one household carry?
reading: 只看仍成立、有家庭编号的;同户几条由一张派办单一并核实
---*/
WITH per_household AS (
    SELECT
        household_no,
        count(*) AS alerts,
        count(DISTINCT rule_id) AS rules,
        bool_or(level = 'red') AS red
    FROM alerts
    WHERE state <> 'resolved' AND household_no IS NOT NULL
    GROUP BY household_no
)

SELECT
    least(alerts, 6) AS 预警条数,
    CASE WHEN alerts >= 6 THEN '六条以上' ELSE '' END AS 备注,
    count(*) AS 户数,
    count(*) FILTER (WHERE red) AS 其中有红色,
    max(rules) AS 最多涉及规则数
FROM per_household
GROUP BY ALL
ORDER BY 预警条数
