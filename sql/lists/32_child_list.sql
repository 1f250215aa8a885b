-- 父母双缺的儿童:每个孩子一行,是否已有孤儿或事实无人抚养儿童基本生活费
-- Grain: person_key of child_without_parents, the row with the smallest record_no. Not covered: what LB-14 finds.
SELECT
    '父母双缺儿童' AS topic,
    child.category AS class,
    child.person_key,
    child.source_table,
    child.record_no,
    NULL::VARCHAR AS household_no,
    child.division_code,
    finding.person_key IS NULL AS covered,
    '父亲' || child.father_state || ',母亲' || child.mother_state AS state,
    NULL::DATE AS last_on,
    NULL::DATE AS due_on
FROM child_without_parents AS child
LEFT JOIN finding ON child.person_key = finding.person_key AND finding.rule_id = 'LB-14'
QUALIFY row_number() OVER (PARTITION BY child.person_key ORDER BY child.record_no) = 1
