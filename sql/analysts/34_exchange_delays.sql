/*---
topic: 数据和交换
question: 各部门从申请到导出要多久?
english: How long do departments take from request to export?
reading: 小时;只算有两个时间的交付。中位数和九成位是交付批次中的
---*/
SELECT
    coalesce(tables.department_label, deliveries.department) AS 部门,
    coalesce(tables.table_label, deliveries.table_name) AS 表,
    count(*) AS 交付次数,
    round(quantile_cont(date_diff('minute', deliveries.requested_at, deliveries.exported_at) / 60.0, 0.5), 2) AS 中位数_小时,
    round(quantile_cont(date_diff('minute', deliveries.requested_at, deliveries.exported_at) / 60.0, 0.9), 2) AS 九成位_小时,
    max(
        date_diff('day', deliveries.batch_date, cast(deliveries.exported_at AT TIME ZONE 'Asia/Shanghai' AS DATE))
    ) AS 最多晚于批次日期_天,
    count(*) FILTER (WHERE deliveries.status NOT IN ('accepted', 'unchanged')) AS 未接收
FROM deliveries
LEFT JOIN delivered_tables AS tables
    ON deliveries.department = tables.department AND deliveries.table_name = tables.table_name
GROUP BY ALL
ORDER BY 中位数_小时 DESC NULLS LAST, 部门 ASC, 表 ASC
