-- 人员及死亡日期:每人一行,died_on 为空即未见死亡
-- Grain: person_key, the dead included; died_on is null for the living.
SELECT
    person.person_key,
    person.name,
    person.id_number,
    person.sex,
    person.birth_date,
    death_of.died_on
FROM person
LEFT JOIN death_of ON person.person_key = death_of.person_key
