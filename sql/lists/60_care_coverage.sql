-- 覆盖情况:每个事项、每类、每个乡镇一行,乡镇为空的是全部
-- Grain: (topic, class, township), class '全部' of a topic counts each person once. rate: null where nobody is known to be concerned, or
-- the place states no interval: unknown, not complete. Who is known to be missed in one row is missed, whatever another row leaves open.
WITH counted AS (
    SELECT
        topic,
        class,
        township,
        person_key,
        bool_and(covered) AS covered,
        bool_or(covered IS NULL) AND coalesce(bool_and(covered), TRUE) AS unknown
    FROM care_list
    GROUP BY GROUPING SETS ((topic, class, township, person_key), (topic, township, person_key))
    UNION ALL
    SELECT
        topic,
        class,
        NULL AS township,
        person_key,
        bool_and(covered) AS covered,
        bool_or(covered IS NULL) AND coalesce(bool_and(covered), TRUE) AS unknown
    FROM care_list
    GROUP BY GROUPING SETS ((topic, class, person_key), (topic, person_key))
)

SELECT
    topic,
    coalesce(class, '全部') AS class,
    township,
    count(*) AS people,
    count(*) FILTER (WHERE covered AND NOT unknown) AS covered,
    count(*) FILTER (WHERE NOT covered AND NOT unknown) AS missing,
    count(*) FILTER (WHERE unknown) AS unknown,
    count(*) FILTER (WHERE covered AND NOT unknown)::DOUBLE
    / nullif(count(*) FILTER (WHERE NOT unknown), 0) AS rate
FROM counted
GROUP BY topic, class, township
ORDER BY topic, class, township
