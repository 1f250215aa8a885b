/*---
name: person_bands
chinese: 人员_年龄段
comment: 人员的年龄段和所在区划,每人一行;不含姓名、证号和出生日期
columns:
  person_key: 人员键
  sex: 性别
  age_band: 年龄段:截至本夜的周岁;出生日期不详为空
  division_code: 区划代码:依次取在享家庭、其他家庭、待遇、探访、残疾人证、儿童台账、参保登记、死亡记录中的
  died_on: 死亡日期
---*/
WITH places AS (
    SELECT
        member.person_key,
        CASE household.status WHEN '在享' THEN 1 ELSE 2 END AS place,
        household.division_code
    FROM fact.member AS member
    INNER JOIN fact.household AS household ON member.household_no = household.household_no
    UNION ALL
    SELECT
        person_key,
        3 AS place,
        division_code
    FROM fact.benefit
    UNION ALL
    SELECT
        person_key,
        4 AS place,
        division_code
    FROM fact.visit
    UNION ALL
    SELECT
        person_key,
        5 AS place,
        division_code
    FROM fact.disability_card
    UNION ALL
    SELECT
        person_key,
        6 AS place,
        division_code
    FROM fact.child
    UNION ALL
    SELECT
        person_key,
        7 AS place,
        division_code
    FROM fact.enrolment
    UNION ALL
    SELECT
        person_key,
        8 AS place,
        division_code
    FROM fact.death
),

chosen AS (
    SELECT
        person_key,
        min({ 'place': place, 'division_code': division_code }) AS first_place
    FROM places
    WHERE person_key IS NOT NULL AND division_code IS NOT NULL
    GROUP BY person_key
),

aged AS (
    SELECT
        persons.person_key,
        persons.sex,
        persons.died_on,
        date_sub('year', persons.birth_date, (SELECT max(runs.as_of) FROM runs)) AS age
    FROM persons
)

SELECT
    aged.person_key,
    aged.sex,
    CASE
        WHEN aged.age < 0 THEN NULL WHEN aged.age < 6 THEN '0-5岁' WHEN aged.age < 16 THEN '6-15岁' WHEN aged.age < 18 THEN '16-17岁'
        WHEN aged.age < 35 THEN '18-34岁' WHEN aged.age < 60 THEN '35-59岁' WHEN aged.age < 70 THEN '60-69岁'
        WHEN aged.age < 80 THEN '70-79岁' WHEN aged.age < 90 THEN '80-89岁' WHEN aged.age >= 90 THEN '90岁以上'
    END AS age_band,
    chosen.first_place['division_code'] AS division_code,
    aged.died_on
FROM aged
LEFT JOIN chosen ON aged.person_key = chosen.person_key
