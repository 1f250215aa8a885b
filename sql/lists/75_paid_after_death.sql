-- 死亡后的发放:每人、每类待遇一行,自死亡次月起
-- Grain: (person_key, program); the payments of ZJ-01. record_no: the smallest of them.
SELECT
    payment.person_key,
    payment.program,
    min_by(payment.source_table, payment.record_no) AS source_table,
    min(payment.record_no) AS record_no,
    min(payment.household_no) AS household_no,
    min(payment.period) AS since,
    count(*) AS payments,
    sum(payment.paid_yuan) AS paid_yuan
FROM payment
INNER JOIN death_of ON payment.person_key = death_of.person_key
WHERE payment.result = '成功' AND payment.period > date_trunc('month', death_of.died_on)
GROUP BY payment.person_key, payment.program
