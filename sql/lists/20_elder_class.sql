-- 八类重点居家老年人:每人、每类一行,台账登记的和由数据推定的
-- Grain: (person_key, class) of elder. Who lives in an institution is not at home and in no class.
-- The register alone tells 留守 and 计生特殊家庭, and 独居 and 空巢 of households that are not on aid.
WITH home AS (
    SELECT
        aid_member.household_no,
        count(DISTINCT aid_member.person_key) AS people,
        count(DISTINCT elder.person_key) AS elders
    FROM aid_member
    LEFT JOIN elder ON aid_member.person_key = elder.person_key
    GROUP BY aid_member.household_no
),

derived AS (
    SELECT
        aid_member.person_key,
        if(home.people = 1, '独居', '空巢') AS class
    FROM aid_member
    INNER JOIN home ON aid_member.household_no = home.household_no AND home.people = home.elders
    UNION ALL
    SELECT
        person_key,
        '失能' AS class
    FROM visit
    WHERE ability_level IN ('中度失能', '重度失能', '完全失能')
    UNION ALL
    SELECT
        person_key,
        '失能' AS class
    FROM active_benefit
    WHERE care_grade = '全护理'
    UNION ALL
    SELECT
        person_key,
        '重残' AS class
    FROM card_in_force
    WHERE grade IN ('一级', '二级')
    UNION ALL
    SELECT
        elder.person_key,
        '高龄' AS class
    FROM elder
    CROSS JOIN night
    INNER JOIN policy ON elder.locality = policy.locality AND policy.residence = ''
    WHERE elder.birth_date + to_years(policy.elder_allowance_age::INTEGER) <= night.as_of
    UNION ALL
    SELECT
        coalesce(active_benefit.person_key, aid_member.person_key) AS person_key,
        '特困' AS class
    FROM active_benefit
    FULL JOIN aid_member ON active_benefit.person_key = aid_member.person_key
    WHERE active_benefit.program = '特困供养' OR aid_member.program = '特困供养'
),

told AS (
    SELECT
        person_key,
        category AS class,
        TRUE AS registered
    FROM visit
    UNION ALL
    SELECT
        person_key,
        class,
        FALSE AS registered
    FROM derived
)

SELECT
    told.person_key,
    told.class,
    elder.division_code,
    elder.locality,
    bool_or(told.registered) AS registered
FROM told
INNER JOIN elder ON told.person_key = elder.person_key
GROUP BY told.person_key, told.class, elder.division_code, elder.locality
