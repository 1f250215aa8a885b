/*---
id: LB-17
title: 看病时未享医疗救助
title_en: settled without medical-aid identity
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
  - medical_insurance.enrolments
  - medical_insurance.settlements
reads: [aid_member, aid_household, year_cost, enrolment]
parameters: []
authorisation: false
statutory_ground: 低保、特困对象身份按月推送医保部门，用于医疗救助直接结算；只看结算有没有医疗救助支付和参保的资助类别，不看病情 [S30] [S102]
legal_basis:
  - 社会救助暂行办法（国务院令第649号）：最低生活保障家庭成员、特困供养人员可以申请医疗救助 [GK]
  - 医疗救助对象分类 [S33]
false_positives:
  - {case: 异地就医先垫付，手工报销时再给医疗救助, check: 查询零星报销和手工救助记录}
  - {case: 费用全部为目录外, check: 请医保部门核对政策范围内费用}
sentence: "{program}家庭的共同生活成员，认定以后有{settlements}笔住院或门诊慢特病结算没有医疗救助支付，个人负担合计{self_paid_yuan}元，居民医保没有资助类别。请与医保部门核对身份并补救助。"
township: 该户有成员在医保系统中可能没有救助身份，看病时未直接享受医疗救助。请转告家庭保留票据，协助到医保部门核对身份、申请补报。
examples:
  - why: 认定当天的住院，医疗救助支付为零，居民医保的资助类别为“无”
    as_of: 2026-11-22
    given:
      household: &home [{record_no: H1, household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      enrolment: &plain [{record_no: E1, person_key: P1, scheme: 居民医保, status: 正常参保, subsidised_category: 无}]
      medical_cost: &stay [{record_no: S1, person_key: P1, visit: 住院, settled_on: 2026-01-01, self_paid_yuan: 800, medical_aid_yuan: 0, total_yuan: 2000, valid: 有效}]
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, program: 最低生活保障, division_code: 999901, settlements: 1, self_paid_yuan: 800}]
  - why: 资助类别为空也算；同一笔里有救助支付的、没填救助支付的、普通门诊、药店、个人没有负担的、退费的都不计
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      enrolment: [{record_no: E1, person_key: P1, scheme: 居民医保, status: 正常参保}]
      medical_cost:
        - {person_key: P1, visit: 门诊慢特病, settled_on: 2026-11-22, self_paid_yuan: 80, medical_aid_yuan: 0, valid: 有效}
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, self_paid_yuan: 800, medical_aid_yuan: 10, valid: 有效}
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, self_paid_yuan: 800, valid: 有效}
        - {person_key: P1, visit: 普通门诊, settled_on: 2026-11-01, self_paid_yuan: 800, medical_aid_yuan: 0, valid: 有效}
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, self_paid_yuan: 0, medical_aid_yuan: 0, valid: 有效}
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, self_paid_yuan: 800, medical_aid_yuan: 0, valid: 退费}
    expect: [{anchor_record_no: M1, settlements: 1, self_paid_yuan: 80}]
  - why: 认定前一天的结算
    as_of: 2026-11-22
    given:
      household: *home
      member: *member
      enrolment: *plain
      medical_cost: [{person_key: P1, visit: 住院, settled_on: 2025-12-31, self_paid_yuan: 800, medical_aid_yuan: 0, valid: 有效}]
    expect: []
  - why: 已有资助类别；有职工医保；没有正常参保（归LB-16）
    as_of: 2026-11-22
    given:
      household: *home
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J1, person_key: P2, member_kind: 共同生活}, {household_no: J1, person_key: P3, member_kind: 共同生活}]
      enrolment:
        - {person_key: P1, scheme: 居民医保, status: 正常参保, subsidised_category: 重残}
        - {person_key: P2, scheme: 居民医保, status: 正常参保}
        - {person_key: P2, scheme: 职工医保, status: 正常参保}
        - {person_key: P3, scheme: 居民医保, status: 暂停参保}
      medical_cost:
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, self_paid_yuan: 800, medical_aid_yuan: 0, valid: 有效}
        - {person_key: P2, visit: 住院, settled_on: 2026-11-01, self_paid_yuan: 800, medical_aid_yuan: 0, valid: 有效}
        - {person_key: P3, visit: 住院, settled_on: 2026-11-01, self_paid_yuan: 800, medical_aid_yuan: 0, valid: 有效}
    expect: []
  - why: 低保边缘家庭的医疗救助有起付线，不在本规则
    as_of: 2026-11-22
    given:
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: *member
      enrolment: *plain
      medical_cost: *stay
    expect: []
---*/
WITH covered AS (
    SELECT enrolment.person_key
    FROM enrolment
    SEMI JOIN aid_member ON enrolment.person_key = aid_member.person_key
    WHERE enrolment.status = '正常参保'
    GROUP BY enrolment.person_key
    HAVING
        bool_and(enrolment.scheme = '居民医保')
        AND bool_and(coalesce(enrolment.subsidised_category, '无') = '无')
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    count(*) AS settlements,
    sum(year_cost.self_paid_yuan) AS self_paid_yuan,
    list_sort(list({
        'source_table': year_cost.source_table, 'record_no': year_cost.record_no,
        'what': year_cost.visit || '个人负担（元），医疗救助支付0', 'value': year_cost.self_paid_yuan::VARCHAR,
        'on': year_cost.settled_on
    })) AS evidence
FROM aid_member
INNER JOIN aid_household ON aid_member.household_record_no = aid_household.record_no
SEMI JOIN covered ON aid_member.person_key = covered.person_key
INNER JOIN year_cost ON aid_member.person_key = year_cost.person_key
WHERE
    aid_member.program IN ('最低生活保障', '特困供养')
    AND year_cost.visit IN ('住院', '门诊慢特病')
    AND year_cost.settled_on >= aid_household.approved_on
    -- an empty cell is unknown, not zero
    AND year_cost.medical_aid_yuan = 0
    AND year_cost.self_paid_yuan > 0
GROUP BY ALL
