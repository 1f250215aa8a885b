/*---
name: identity_certainty
chinese: 身份_确定程度
comment: 各部门每张表的人员引用是怎样关联的;“可能”的只提示核实身份,不支持任何结论
columns:
  department: 部门
  table_name: 表
  references_linked: 人员引用
  exact_id: 证号姓名一致
  repaired_id: 证号修复
  probabilistic: 概率关联
  reviewed: 人工判定
  unlinked: 未关联到其他记录
  likely: 只是可能
---*/
SELECT
    coalesce(tables.department_label, links.department) AS department,
    coalesce(tables.table_label, links.table_name) AS table_name,
    count(*) AS references_linked,
    count(*) FILTER (WHERE links.method = 'exact_id') AS exact_id,
    count(*) FILTER (WHERE links.method = 'repaired_id') AS repaired_id,
    count(*) FILTER (WHERE links.method = 'probabilistic') AS probabilistic,
    count(*) FILTER (WHERE links.method = 'reviewed') AS reviewed,
    count(*) FILTER (WHERE links.method = 'unlinked') AS unlinked,
    count(*) FILTER (WHERE links.certainty = 'likely') AS likely
FROM identity_links AS links
LEFT JOIN delivered_tables AS tables ON links.department = tables.department AND links.table_name = tables.table_name
GROUP BY ALL
