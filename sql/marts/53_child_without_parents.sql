-- 父母双方均无法履行监护责任的未成年人：儿童福利台账每条记录一行，是否已纳入保障不论
-- Grain: child row of a living minor who is not adopted; both parents dead, or in a state that counts (rule LB-14). A state of
-- 服刑, 强制戒毒, 失联 counts after absent_parent_months. proof: evidence, cards of the parents. No row where a policy value is unknown.
WITH minor AS (
    SELECT
        child.*,
        policy.child_age,
        policy.absent_parent_months,
        night.as_of - to_months(policy.absent_parent_months::INTEGER) AS absent_before
    FROM child
    CROSS JOIN night
    INNER JOIN person_alive ON child.person_key = person_alive.person_key
    INNER JOIN locality ON coalesce(child.division_code, '') = locality.division_code
    INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
    WHERE
        person_alive.died_on IS NULL
        AND person_alive.birth_date + to_years(policy.child_age::INTEGER) > night.as_of
        AND (child.adopted_on IS NULL OR child.adopted_on > night.as_of)
        AND policy.absent_parent_months IS NOT NULL
),

parent AS (
    SELECT
        record_no,
        absent_before,
        unnest(['father', 'mother']) AS side,
        unnest([father_key, mother_key]) AS parent_key,
        unnest([father_status, mother_status]) AS status,
        unnest([father_status_since, mother_status_since]) AS since
    FROM minor
),

card AS (
    SELECT card_in_force.*
    FROM card_in_force
    WHERE
        card_in_force.grade IN ('一级', '二级')
        OR (card_in_force.grade IN ('三级', '四级') AND card_in_force.category IN ('智力', '精神'))
    QUALIFY row_number() OVER (PARTITION BY card_in_force.person_key ORDER BY card_in_force.record_no) = 1
),

absent AS (
    SELECT
        parent.record_no,
        parent.side,
        CASE
            WHEN death_of.died_on IS NOT NULL THEN '已去世'
            WHEN parent.status IN ('死亡', '失踪', '重残', '重病', '撤销监护', '遣送') THEN parent.status
            WHEN parent.status IN ('服刑', '强制戒毒', '失联') AND parent.since <= parent.absent_before THEN parent.status
            WHEN card.record_no IS NOT NULL THEN '持' || card.category || '残疾' || card.grade || '证'
        END AS state,
        if(card.record_no IS NULL, [], [{
            'source_table': card.source_table, 'record_no': card.record_no,
            'what': '残疾人证', 'value': card.category || card.grade, 'on': card.issued_on
        }]) AS proof
    FROM parent
    LEFT JOIN death_of ON parent.parent_key = death_of.person_key
    LEFT JOIN card ON parent.parent_key = card.person_key
)

SELECT
    minor.source_table,
    minor.record_no,
    minor.person_key,
    minor.category,
    minor.division_code,
    minor.child_age,
    minor.absent_parent_months,
    father.state AS father_state,
    mother.state AS mother_state,
    list_sort(father.proof || mother.proof) AS proof
FROM minor
INNER JOIN absent AS father ON minor.record_no = father.record_no AND father.side = 'father'
INNER JOIN absent AS mother ON minor.record_no = mother.record_no AND mother.side = 'mother'
WHERE father.state IS NOT NULL AND mother.state IS NOT NULL
