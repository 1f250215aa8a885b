/*---
topic: 核对
question: 各类别各乡镇的核对结果如何?
english: What did verification come to, by program and township?
reading: 最近一夜;结果是提问,由人核实后决定
---*/
SELECT
    verification.program AS 救助类别,
    coalesce(divisions_now.full_name, left(verification.division_code, 9), '不详') AS 乡镇街道,
    count(*) FILTER (WHERE verification.outcome = '符合') AS 符合,
    count(*) FILTER (WHERE verification.outcome = '不符合') AS 不符合,
    count(*) FILTER (WHERE verification.outcome = '待核实身份') AS 待核实身份,
    count(*) FILTER (WHERE verification.outcome = '无法核对') AS 无法核对,
    count(*) AS 合计
FROM verification
LEFT JOIN divisions_now ON left(verification.division_code, 9) = divisions_now.code
GROUP BY ALL
ORDER BY ALL
