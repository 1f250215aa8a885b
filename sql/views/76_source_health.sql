/*---
name: source_health
chinese: 来源_质量
comment: 各部门每张表在用批次的完整率、有效率、可关联率
columns:
  department: 部门
  table_name: 表
  batch_date: 在用批次
  rows_in: 收到行数
  complete_percent: 完整率(%):姓名和证号不空的单元格
  valid_percent: 有效率(%):载入且没有读不出的值的行,占未被取代的行
  linkable_percent: 可关联率(%):证号有效或已确定关联的人员引用
  references_likely: 疑似关联的人员引用数
  tickets_open: 未关闭的更正单
---*/
WITH tickets AS (
    SELECT
        department,
        table_name,
        count(*) FILTER (WHERE status IN ('open', 'answered')) AS tickets_open
    FROM correction_tickets
    GROUP BY department, table_name
)

SELECT
    coalesce(delivered_tables.department_label, quality.department) AS department,
    coalesce(delivered_tables.table_label, quality.table_name) AS table_name,
    quality.batch_date,
    quality.rows_in,
    if(
        quality.key_cells = 0, NULL,
        ((quality.key_cells - quality.key_cells_empty) * 1000 // quality.key_cells * 0.1)::DECIMAL(5, 1)
    ) AS complete_percent,
    if(
        quality.rows_in = quality.rows_superseded, NULL,
        ((quality.rows_loaded - quality.rows_defective) * 1000 // (quality.rows_in - quality.rows_superseded) * 0.1)::DECIMAL(5, 1)
    ) AS valid_percent,
    if(
        quality.references = 0, NULL, (quality.references_linked * 1000 // quality.references * 0.1)::DECIMAL(5, 1)
    ) AS linkable_percent,
    quality.references_likely,
    coalesce(tickets.tickets_open, 0) AS tickets_open
FROM source_quality AS quality
LEFT JOIN delivered_tables
    ON quality.department = delivered_tables.department AND quality.table_name = delivered_tables.table_name
LEFT JOIN tickets ON quality.department = tickets.department AND quality.table_name = tickets.table_name
