/*---
name: feeds_now
chinese: 交付情况
comment: 各部门每张表最近一次的交付,以及仍在使用的那一批
columns:
  department: 部门
  table_name: 表
  batch_date: 最近批次
  status: 接收结论:接收、与上次相同、暂缓、拒收、未交付
  rows_in: 收到行数
  rows_loaded: 载入行数
  rows_quarantined: 隔离行数
  rows_superseded: 被取代行数
  in_force: 在用批次:最近一次接收的批次
  days_old: 在用批次距今天数:自核对基准日起,按自然日
---*/
WITH night AS (
    SELECT max(as_of) AS as_of
    FROM runs
),

latest AS (
    SELECT *
    FROM feeds
    QUALIFY row_number() OVER (PARTITION BY department, table_name ORDER BY batch_date DESC) = 1
),

accepted AS (
    SELECT
        department,
        table_name,
        max(batch_date) AS in_force
    FROM feeds
    WHERE status IN ('accepted', 'unchanged')
    GROUP BY department, table_name
)

SELECT
    coalesce(delivered_tables.department_label, latest.department) AS department,
    coalesce(delivered_tables.table_label, latest.table_name) AS table_name,
    latest.batch_date,
    CASE latest.status
        WHEN 'accepted' THEN '接收' WHEN 'unchanged' THEN '与上次相同' WHEN 'held' THEN '暂缓'
        WHEN 'rejected' THEN '拒收' ELSE '未交付'
    END AS status,
    latest.rows_in,
    latest.rows_loaded,
    latest.rows_quarantined,
    latest.rows_superseded,
    accepted.in_force,
    date_diff('day', accepted.in_force, night.as_of) AS days_old
FROM latest
CROSS JOIN night
LEFT JOIN accepted ON latest.department = accepted.department AND latest.table_name = accepted.table_name
LEFT JOIN delivered_tables
    ON latest.department = delivered_tables.department AND latest.table_name = delivered_tables.table_name
