/*---
topic: 待遇和资金
question: 每月各项待遇发了多少人、多少钱,失败多少笔?
english: What was paid each month, by benefit, and how much failed?
reading: 按发放月份;金额只计成功的
---*/
SELECT
    strftime(period, '%Y-%m') AS 发放月份,
    program AS 待遇类别,
    count(*) FILTER (WHERE result = '成功') AS 成功笔数,
    sum(paid_yuan) FILTER (WHERE result = '成功') AS 成功金额_元,
    count(*) FILTER (WHERE result = '失败') AS 失败笔数,
    count(*) FILTER (WHERE result = '退回') AS 退回笔数
FROM fact.payment
GROUP BY ALL
ORDER BY 发放月份 DESC, 待遇类别 ASC
