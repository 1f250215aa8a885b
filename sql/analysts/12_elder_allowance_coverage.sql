/*---
topic: 待遇和资金
question: 各乡镇高龄津贴的覆盖率是多少?
english: What share of people of 80 and over draw the 高龄津贴, by township?
reading: 分母为本夜在世、知道出生日期的八十岁以上人员,包括新到龄、尚在宽限期的;覆盖率以两个人数为准,百分数只舍不入,未全部覆盖的不显示为100
---*/
WITH night AS (SELECT max(as_of) AS as_of FROM runs),

paid AS (
    SELECT DISTINCT benefit.person_key
    FROM fact.benefit AS benefit
    CROSS JOIN night
    WHERE benefit.program = '高龄津贴' AND benefit.start_on <= night.as_of AND coalesce(benefit.end_on > night.as_of, TRUE)
),

counted AS (
    SELECT
        coalesce(divisions_now.full_name, left(person_bands.division_code, 9), '不详') AS township,
        count(*) AS people,
        count(paid.person_key) AS drawing
    FROM person_bands
    LEFT JOIN paid ON person_bands.person_key = paid.person_key
    LEFT JOIN divisions_now ON left(person_bands.division_code, 9) = divisions_now.code
    WHERE person_bands.age_band IN ('80-89岁', '90岁以上') AND person_bands.died_on IS NULL
    GROUP BY ALL
)

SELECT
    township AS 乡镇街道,
    people AS 八十岁以上,
    drawing AS 在领人数,
    (drawing * 1000 // people * 0.1)::DECIMAL(5, 1) AS 覆盖率_百分
FROM counted
ORDER BY drawing / people ASC, 乡镇街道 ASC
