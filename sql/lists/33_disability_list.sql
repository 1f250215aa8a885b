-- 残疾人两项补贴:符合条件的每人、每项一行
-- Grain: (person_key, topic). Not covered: what LB-01 (care) and LB-02 (living) find; who is provided for otherwise is covered.
SELECT
    '重度残疾人护理补贴' AS topic,
    card_in_force.grade AS class,
    card_in_force.person_key,
    card_in_force.source_table,
    card_in_force.record_no,
    NULL::VARCHAR AS household_no,
    card_in_force.division_code,
    finding.person_key IS NULL AS covered,
    if(finding.person_key IS NULL, '已享受或另有供养', '未享受') AS state,
    NULL::DATE AS last_on,
    NULL::DATE AS due_on
FROM card_in_force
ANTI JOIN death_of ON card_in_force.person_key = death_of.person_key
LEFT JOIN finding ON card_in_force.person_key = finding.person_key AND finding.rule_id = 'LB-01'
WHERE card_in_force.grade IN ('一级', '二级')
QUALIFY row_number() OVER (PARTITION BY card_in_force.person_key ORDER BY card_in_force.record_no) = 1
UNION ALL
SELECT
    '困难残疾人生活补贴' AS topic,
    card_in_force.grade AS class,
    card_in_force.person_key,
    card_in_force.source_table,
    card_in_force.record_no,
    active_household.household_no,
    active_household.division_code,
    finding.person_key IS NULL AS covered,
    if(finding.person_key IS NULL, '已享受', '未享受') AS state,
    NULL::DATE AS last_on,
    NULL::DATE AS due_on
FROM card_in_force
INNER JOIN counted_member ON card_in_force.person_key = counted_member.person_key
INNER JOIN active_household ON counted_member.household_no = active_household.household_no
LEFT JOIN finding ON card_in_force.person_key = finding.person_key AND finding.rule_id = 'LB-02'
WHERE active_household.program = '最低生活保障'
QUALIFY row_number() OVER (
    PARTITION BY card_in_force.person_key
    ORDER BY card_in_force.record_no, active_household.household_no, active_household.record_no
) = 1
