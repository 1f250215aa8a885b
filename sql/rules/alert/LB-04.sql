/*---
id: LB-04
title: 低保边缘家庭重残重病成员可单人保
title_en: single-person minimum allowance for the severely disabled or ill of an edge household
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.benefits
  - civil_affairs.disabilities
  - civil_affairs.deaths
  - medical_insurance.settlements
reads: [aid_member, active_benefit, card_in_force, medical_year, year_cost, policy]
parameters: [serious_illness_yuan]
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：低保边缘家庭中的重度残疾人、三级智力和精神残疾人、重特大疾病患者可以单人申请 [GK]
  - 国务院办公厅转发民政部等单位关于加强低收入人口动态监测做好分层分类社会救助工作的意见（国办发〔2023〕39号） [S25]
  - 以医疗总费用作为重特大疾病的线索 [PROP]
false_positives:
  - {case: 本人或家庭不愿申请, check: 说明单人保政策，记录书面意愿}
  - {case: 一次性手术或意外，已治愈, check: 查看诊断证明，是否属于当地认定的重特大疾病}
sentence: 低保边缘家庭的共同生活成员，{grounds}，没有最低生活保障或特困供养。请核实并告知可以单人申请最低生活保障。
township: 低保边缘家庭中有重残或重病成员，可能符合单人申请最低生活保障的条件。请上门核实，告知政策，愿意申请的协助办理。
examples:
  - why: 三级精神残疾；三级肢体不算
    as_of: 2026-11-22
    policy: &policy {serious_illness_yuan: 60000}
    given:
      household: &home [{record_no: H1, household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01, division_code: 999901}]
      member: &members
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J1, person_key: P2, member_kind: 共同生活}
      disability_card: &cards
        - {record_no: D1, person_key: P1, category: 精神, grade: 三级, status: 有效}
        - {record_no: D2, person_key: P2, category: 肢体, grade: 三级, status: 有效}
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, program: 低保边缘, division_code: 999901, grounds: 持有效精神残疾三级证}]
  - why: 重病：已授权，住院和门诊慢特病总费用恰好达到线；门诊、药店和退费不计
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member: *members
      authorisation: &signed [{household_no: J1, person_key: P2, purpose: 社会救助, signed_on: 2026-01-01}]
      medical_cost: &costs
        - {person_key: P2, visit: 住院, settled_on: 2025-11-23, total_yuan: 59000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P2, visit: 门诊慢特病, settled_on: 2026-11-22, total_yuan: 1000, self_paid_yuan: 1, valid: 有效}
    expect: [{anchor_record_no: M2, grounds: 近12个月住院和门诊慢特病费用较大}]
  - why: 差一分钱；12个月前当天的不计
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member: *members
      authorisation: *signed
      medical_cost:
        - {person_key: P2, visit: 住院, settled_on: 2025-11-22, total_yuan: 90000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P2, visit: 住院, settled_on: 2026-11-01, total_yuan: 59999.99, self_paid_yuan: 1, valid: 有效}
        - {person_key: P2, visit: 普通门诊, settled_on: 2026-11-01, total_yuan: 900, self_paid_yuan: 1, valid: 有效}
        - {person_key: P2, visit: 住院, settled_on: 2026-11-01, total_yuan: 9000, self_paid_yuan: 1, valid: 退费}
    expect: []
  - why: 未授权的不看医疗费用，残疾证照看
    as_of: 2026-11-22
    policy: *policy
    given: {household: *home, member: *members, medical_cost: *costs, disability_card: [{person_key: P1, category: 视力, grade: 二级, status: 有效}]}
    expect: [{anchor_record_no: M1}]
  - why: 已有单人保（待遇在发，或在另一户享受最低生活保障）
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}
        - {household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}
      member:
        - {record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}
        - {record_no: M2, household_no: J1, person_key: P2, member_kind: 共同生活}
        - {record_no: M3, household_no: J2, person_key: P1, member_kind: 共同生活}
      disability_card:
        - {person_key: P1, category: 精神, grade: 三级, status: 有效}
        - {person_key: P2, category: 肢体, grade: 一级, status: 有效}
      benefit: [{program: 最低生活保障, person_key: P2, start_on: 2026-11-22}]
    expect: []
  - why: 证昨天到期；家庭是最低生活保障的不在本规则
    as_of: 2026-11-22
    policy: *policy
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}, {household_no: J3, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J3, person_key: P3, member_kind: 共同生活}]
      disability_card: [{person_key: P1, category: 精神, grade: 三级, status: 有效}, {person_key: P3, category: 肢体, grade: 一级, status: 有效, valid_until: 2026-11-21}]
    expect: []
  - why: 重病线未知，不运行
    as_of: 2026-11-22
    policy: {}
    given: {household: *home, member: *members, disability_card: *cards}
    expect: []
---*/
WITH on_allowance AS (
    SELECT person_key
    FROM aid_member
    WHERE program IN ('最低生活保障', '特困供养')
    UNION ALL
    SELECT person_key
    FROM active_benefit
    WHERE program IN ('最低生活保障', '特困供养')
),

edge_member AS (
    SELECT
        aid_member.*,
        policy.serious_illness_yuan
    FROM aid_member
    INNER JOIN policy ON aid_member.locality = policy.locality AND aid_member.residence = policy.residence
    ANTI JOIN on_allowance ON aid_member.person_key = on_allowance.person_key
    -- a rule is not asked where one of its values is unknown, also of people whom the value does not concern
    WHERE aid_member.program = '低保边缘' AND policy.serious_illness_yuan IS NOT NULL
),

ground AS (
    SELECT
        edge_member.record_no,
        '持有效' || card_in_force.category || '残疾' || card_in_force.grade || '证' AS why,
        card_in_force.source_table,
        card_in_force.record_no AS proof_no,
        '残疾人证' AS what,
        card_in_force.category || card_in_force.grade AS seen,
        card_in_force.issued_on AS seen_on
    FROM edge_member
    INNER JOIN card_in_force ON edge_member.person_key = card_in_force.person_key
    WHERE
        card_in_force.grade IN ('一级', '二级')
        OR (card_in_force.grade = '三级' AND card_in_force.category IN ('智力', '精神'))
    UNION ALL
    SELECT
        edge_member.record_no,
        '近12个月住院和门诊慢特病费用较大' AS why,
        year_cost.source_table,
        year_cost.record_no AS proof_no,
        year_cost.visit || '总费用（元）' AS what,
        year_cost.total_yuan::VARCHAR AS seen,
        year_cost.settled_on AS seen_on
    FROM edge_member
    INNER JOIN medical_year ON edge_member.person_key = medical_year.person_key
    INNER JOIN year_cost ON edge_member.person_key = year_cost.person_key
    WHERE
        edge_member.is_authorised
        AND medical_year.treatment_yuan >= edge_member.serious_illness_yuan
        AND year_cost.visit IN ('住院', '门诊慢特病')
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    edge_member.record_no AS anchor_record_no,
    edge_member.person_key,
    edge_member.household_no,
    edge_member.program,
    edge_member.division_code,
    edge_member.serious_illness_yuan,
    list_sort(list(DISTINCT ground.why)) AS grounds,
    list_sort(list({
        'source_table': ground.source_table, 'record_no': ground.proof_no,
        'what': ground.what, 'value': ground.seen, 'on': ground.seen_on
    })) AS evidence
FROM edge_member
INNER JOIN ground ON edge_member.record_no = ground.record_no
GROUP BY ALL
