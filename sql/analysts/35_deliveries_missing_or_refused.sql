/*---
topic: 数据和交换
question: 哪些部门的哪些表没有按时交、被拒收或暂缓?
english: Which deliveries were missing, refused or held, by department and table?
reading: 全部批次;断供天数为在用批次距本夜的天数
---*/
SELECT
    coalesce(tables.department_label, feeds.department) AS 部门,
    coalesce(tables.table_label, feeds.table_name) AS 表,
    count(*) AS 批次数,
    count(*) FILTER (WHERE feeds.status = 'missing') AS 未交付,
    count(*) FILTER (WHERE feeds.status = 'rejected') AS 拒收,
    count(*) FILTER (WHERE feeds.status = 'held') AS 暂缓,
    date_diff(
        'day', max(feeds.batch_date) FILTER (WHERE feeds.status IN ('accepted', 'unchanged')), (SELECT max(runs.as_of) FROM runs)
    ) AS 断供天数
FROM feeds
LEFT JOIN delivered_tables AS tables ON feeds.department = tables.department AND feeds.table_name = tables.table_name
GROUP BY ALL
ORDER BY 断供天数 DESC NULLS FIRST, 未交付 DESC, 部门 ASC, 表 ASC
