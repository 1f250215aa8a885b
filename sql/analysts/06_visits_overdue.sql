/*---
topic: 救助对象
question: 特殊困难老年人中,哪些乡镇探访不及时?
english: In which townships are elderly people in need not visited in time?
reading: 期限取当地参数 visit_days(没有则三十日);已去世的不计
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

allowed AS (
    SELECT coalesce(min(try_cast(value AS INTEGER)), 30) AS days
    FROM policy_values
    WHERE parameter = 'visit_days'
)

SELECT
    coalesce(divisions_now.full_name, left(visit.division_code, 9), '不详') AS 乡镇街道,
    count(*) AS 在册人数,
    count(*) FILTER (WHERE date_diff('day', visit.last_visit_on, night.as_of) > allowed.days) AS 超期未访,
    count(*) FILTER (WHERE visit.last_visit_on IS NULL) AS 从未探访,
    max(date_diff('day', visit.last_visit_on, night.as_of)) AS 最久未访天数
FROM fact.visit AS visit
CROSS JOIN night
CROSS JOIN allowed
LEFT JOIN person_bands ON visit.person_key = person_bands.person_key
LEFT JOIN divisions_now ON left(visit.division_code, 9) = divisions_now.code
WHERE person_bands.died_on IS NULL
GROUP BY ALL
ORDER BY 超期未访 DESC, 从未探访 DESC, 乡镇街道 ASC
