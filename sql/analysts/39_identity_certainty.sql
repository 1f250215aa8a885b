/*---
topic: 身份
question: 各部门的记录有多少确定是谁的?
english: How surely are records linked to people, by department?
reading: “可能”的关联只提示核实身份,不支持任何结论
---*/
SELECT
    coalesce(tables.department_label, links.department) AS 部门,
    coalesce(tables.table_label, links.table_name) AS 表,
    count(*) AS 人员引用,
    count(*) FILTER (WHERE links.method = 'exact_id') AS 证号姓名一致,
    count(*) FILTER (WHERE links.method = 'repaired_id') AS 证号修复,
    count(*) FILTER (WHERE links.method = 'probabilistic') AS 概率关联,
    count(*) FILTER (WHERE links.method = 'reviewed') AS 人工判定,
    count(*) FILTER (WHERE links.method = 'unlinked') AS 未关联到其他记录,
    count(*) FILTER (WHERE links.certainty = 'likely') AS 只是可能,
    round(100.0 * count(*) FILTER (WHERE links.certainty = 'likely') / count(*), 2) AS 可能占比_百分
FROM identity_links AS links
LEFT JOIN delivered_tables AS tables ON links.department = tables.department AND links.table_name = tables.table_name
GROUP BY ALL
ORDER BY 可能占比_百分 DESC, 部门 ASC, 表 ASC
