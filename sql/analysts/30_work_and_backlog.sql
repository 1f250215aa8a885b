/*---
topic: 预警和处置
question: 各乡镇手上有多少、排队多少、逾期多少?
english: What does each township have in hand, in the queue and overdue?
reading: 排队:本周蓝色已满、分批;预计批次为排到的最后一批
---*/
SELECT
    coalesce(divisions_now.full_name, work.township, '没有区划') AS 乡镇街道,
    work.open_alerts AS 仍成立,
    work.shown AS 交办,
    work.red AS 交办中红,
    work.need AS 交办中需求信号,
    work.overdue AS 逾期,
    work.waiting AS 排队,
    (
        SELECT max(alerts.wave)
        FROM alerts
        WHERE alerts.held_back = 'wave' AND left(alerts.division_code, 9) IS NOT DISTINCT FROM work.township
    ) AS 预计最后一批,
    work.decided AS 处置决定有效
FROM work_by_township AS work
LEFT JOIN divisions_now ON work.township = divisions_now.code
ORDER BY 仍成立 DESC, work.township ASC NULLS LAST
