/*---
topic: 身份
question: 还有多少身份等着人核实,哪些关系到救助家庭?
english: How many identities wait for a person to look at, and which touch a family on aid?
reading: 用 hedui link review 逐对核实
---*/
WITH labels AS (
    SELECT DISTINCT
        department,
        department_label
    FROM delivered_tables
)

SELECT
    CASE identity_review.kind
        WHEN 'likely' THEN '疑似同一人' WHEN 'overridden' THEN '很像但规则不允许' WHEN 'below' THEN '把握不足'
        WHEN 'changed' THEN '判断过而数据已变' ELSE '判断互相矛盾'
    END AS 类型,
    coalesce(one.department_label, identity_review.department_a) AS 甲方部门,
    coalesce(other.department_label, identity_review.department_b) AS 乙方部门,
    count(*) AS 对数,
    count(*) FILTER (WHERE identity_review.on_aid) AS 涉及救助家庭
FROM identity_review
LEFT JOIN labels AS one ON identity_review.department_a = one.department
LEFT JOIN labels AS other ON identity_review.department_b = other.department
GROUP BY ALL
ORDER BY 涉及救助家庭 DESC, 对数 DESC, 类型 ASC, 甲方部门 ASC, 乙方部门 ASC
