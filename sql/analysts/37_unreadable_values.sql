/*---
topic: 数据和交换
question: 哪些选填列读不出的值最多?
english: Which optional columns hold the most unreadable values?
reading: 行已载入,该值按未知处理
---*/
SELECT
    coalesce(tables.department_label, defects.department) AS 部门,
    coalesce(tables.table_label, defects.table_name) AS 表,
    defects.column_name AS 列,
    count(*) AS 读不出的值,
    count(DISTINCT defects.batch_date) AS 出现在几个批次
FROM defects
LEFT JOIN delivered_tables AS tables
    ON defects.department = tables.department AND defects.table_name = tables.table_name
GROUP BY ALL
ORDER BY 读不出的值 DESC, 部门 ASC, 表 ASC, 列 ASC
