/*---
topic: 预警和处置
question: 每夜出现、消除、再现、交办了多少预警?
english: What happened to alerts each night?
reading: 由预警事件得出;一条预警一夜可有几件事
---*/
SELECT
    night AS 夜次,
    count(*) FILTER (WHERE event = 'appeared') AS 首次出现,
    count(*) FILTER (WHERE event = 'reopened') AS 再次出现,
    count(*) FILTER (WHERE event = 'resolved') AS 数据已消除,
    count(*) FILTER (WHERE event = 'frozen') AS 冻结,
    count(*) FILTER (WHERE event = 'shown') AS 交办,
    count(*) FILTER (WHERE event = 'held_back') AS 暂缓,
    count(*) FILTER (WHERE event = 'closed') AS 处置决定生效
FROM alert_events
GROUP BY night
ORDER BY night DESC
