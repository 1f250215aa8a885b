/*---
topic: 数据和交换
question: 各部门的数据为什么被隔离?
english: Why were rows quarantined, by department?
reading: 隔离的行没有载入,退回部门更正后再交
---*/
SELECT
    coalesce(tables.department_label, quarantine.department) AS 部门,
    coalesce(tables.table_label, quarantine.table_name) AS 表,
    quarantine.column_name AS 列,
    quarantine.reason AS 原因,
    count(*) AS 行数,
    count(*) FILTER (WHERE quarantine.batch_date = (SELECT max(runs.as_of) FROM runs)) AS 其中本夜,
    min(quarantine.batch_date) AS 最早批次,
    max(quarantine.batch_date) AS 最近批次
FROM quarantine
LEFT JOIN delivered_tables AS tables
    ON quarantine.department = tables.department AND quarantine.table_name = tables.table_name
GROUP BY ALL
ORDER BY 行数 DESC, 部门 ASC, 表 ASC, 列 ASC, 原因 ASC
