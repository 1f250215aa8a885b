/*---
name: data_quality
chinese: 数据质量_按部门
comment: 每个部门每个批次一行:行数、隔离率和读不出的选填值
columns:
  department: 部门
  batch_date: 批次日期
  tables: 表数
  tables_refused: 未接收的表数:暂缓、拒收、未交付
  rows_in: 收到行数
  rows_loaded: 载入行数
  rows_quarantined: 隔离行数
  rows_superseded: 被取代行数
  quarantined_percent: 隔离率:百分之
  defects: 读不出的选填值
---*/
WITH labels AS (
    SELECT DISTINCT
        department,
        department_label
    FROM delivered_tables
),

counted AS (
    SELECT
        department,
        batch_date,
        count(*) AS tables,
        count(*) FILTER (WHERE status NOT IN ('accepted', 'unchanged')) AS tables_refused,
        sum(rows_in) AS rows_in,
        sum(rows_loaded) AS rows_loaded,
        sum(rows_quarantined) AS rows_quarantined,
        sum(rows_superseded) AS rows_superseded
    FROM feeds
    GROUP BY department, batch_date
),

unread AS (
    SELECT
        department,
        batch_date,
        count(*) AS defects
    FROM defects
    GROUP BY department, batch_date
)

SELECT
    coalesce(labels.department_label, counted.department) AS department,
    counted.batch_date,
    counted.tables,
    counted.tables_refused,
    counted.rows_in::BIGINT AS rows_in,
    counted.rows_loaded::BIGINT AS rows_loaded,
    counted.rows_quarantined::BIGINT AS rows_quarantined,
    counted.rows_superseded::BIGINT AS rows_superseded,
    (100 * counted.rows_quarantined / nullif(counted.rows_in, 0))::DECIMAL(5, 2) AS quarantined_percent,
    coalesce(unread.defects, 0) AS defects
FROM counted
LEFT JOIN labels ON counted.department = labels.department
LEFT JOIN unread ON counted.department = unread.department AND counted.batch_date = unread.batch_date
