/*---
topic: 预警和处置
question: 规则漏掉了多少问题?
english: How much do the rules miss?
reading: 由无预警家庭的随机抽查估计;尚未核查时比例为空,不是零
---*/
SELECT
    coalesce(month, '全部') AS 月份,
    population AS 可抽户数,
    drawn AS 抽取户数,
    reviewed AS 已查明,
    missed AS 规则漏掉,
    waiting AS 待核查,
    round(100 * missed_share, 1) AS 漏掉比例_百分,
    round(100 * missed_share_low, 1) AS 下限_百分,
    round(100 * missed_share_high, 1) AS 上限_百分
FROM recall_estimates
ORDER BY 月份
