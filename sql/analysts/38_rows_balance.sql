/*---
topic: 数据和交换
question: 收到的每一行都有去向吗?
english: Did every row that came in end up somewhere?
reading: 收到=载入+隔离+被取代;最后一列应全部为真
---*/
WITH labels AS (
    SELECT DISTINCT
        department,
        department_label
    FROM delivered_tables
)

SELECT
    feeds.batch_date AS 批次日期,
    coalesce(labels.department_label, feeds.department) AS 部门,
    sum(feeds.rows_in)::BIGINT AS 收到,
    sum(feeds.rows_loaded)::BIGINT AS 载入,
    sum(feeds.rows_quarantined)::BIGINT AS 隔离,
    sum(feeds.rows_superseded)::BIGINT AS 被取代,
    sum(feeds.rows_in) = sum(feeds.rows_loaded) + sum(feeds.rows_quarantined) + sum(feeds.rows_superseded) AS 对上
FROM feeds
LEFT JOIN labels ON feeds.department = labels.department
GROUP BY ALL
ORDER BY 批次日期 DESC, 部门 ASC
