-- 孤儿、事实无人抚养儿童保障条件消失的情形：每个孩子、每种情形、每条依据记录一行
-- Grain: (person_key of the child, reason, source_table, record_no); rule CB-28. A parent's status or a date of adoption that
-- nobody wrote down says nothing. Severe: grade 一级 or 二级, or any grade of 智力 or 精神; a parent without any card says nothing.
WITH parent AS (
    SELECT
        child.*,
        '父亲' AS who,
        child.father_key AS parent_key,
        child.father_status AS parent_status,
        child.father_status_since AS since
    FROM child
    WHERE child.category IN ('孤儿', '事实无人抚养儿童')
    UNION ALL
    SELECT
        child.*,
        '母亲' AS who,
        child.mother_key AS parent_key,
        child.mother_status AS parent_status,
        child.mother_status_since AS since
    FROM child
    WHERE child.category IN ('孤儿', '事实无人抚养儿童')
),

severe AS (
    SELECT person_key
    FROM card_in_force
    WHERE grade IN ('一级', '二级') OR category IN ('智力', '精神')
),

downgraded AS (
    SELECT
        parent.*,
        card.source_table AS card_table,
        card.record_no AS card_no,
        card.category || card.grade AS card_grade,
        card.valid_until
    FROM parent
    INNER JOIN disability_card AS card ON parent.parent_key = card.person_key
    ANTI JOIN severe ON parent.parent_key = severe.person_key
    WHERE parent.category = '事实无人抚养儿童' AND parent.parent_status = '重残'
)

SELECT
    parent.person_key,
    parent.who || '状况已登记为正常' AS reason,
    parent.source_table,
    parent.record_no,
    '正常' AS said,
    parent.since AS on_date
FROM parent
CROSS JOIN night
WHERE parent.parent_status = '正常' AND coalesce(parent.since <= night.as_of, TRUE)
UNION ALL
SELECT
    person_key,
    who || '登记为重残而没有有效的重残等级残疾人证' AS reason,
    unnest([source_table, card_table]) AS source_table,
    unnest([record_no, card_no]) AS record_no,
    unnest(['重残', card_grade]) AS said,
    unnest([since, valid_until]) AS on_date
FROM downgraded
UNION ALL
SELECT
    child.person_key,
    '已登记被收养' AS reason,
    child.source_table,
    child.record_no,
    '被收养' AS said,
    child.adopted_on AS on_date
FROM child
CROSS JOIN night
WHERE child.adopted_on <= night.as_of
