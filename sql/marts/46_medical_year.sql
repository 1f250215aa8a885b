-- 近十二个月的医疗费用:有结算的每人一行
-- Grain: person_key. self_paid_yuan: own share of all treatment; treatment_yuan: total costs in hospital and for listed chronic
-- or special diseases, the only trace of a serious illness that settlements leave.
SELECT
    person_key,
    count(*) AS settlements,
    sum(self_paid_yuan) AS self_paid_yuan,
    coalesce(sum(total_yuan) FILTER (WHERE visit IN ('住院', '门诊慢特病')), 0) AS treatment_yuan
FROM year_cost
GROUP BY person_key
