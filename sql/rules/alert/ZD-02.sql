/*---
id: ZD-02
title: 新发重特大疾病，不在救助范围
title_en: newly seriously ill, in no program
class: 主动发现
level: yellow
status: live
version: 1
needs:
  - medical_insurance.enrolments
  - medical_insurance.settlements
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
reads: [medical_year, medical_cost, enrolment, aid_member, death_of, locality, policy, night]
parameters: [serious_illness_yuan, new_illness_days]
policy_by: row
authorisation: false
statutory_ground: 社会救助暂行办法关于主动发现的职责；国办发〔2023〕39号关于监测因病致贫重病患者和部门信息共享的要求；只汇总总费用，不看病种 [S25]
legal_basis:
  - 县级防止新发生返贫致贫风险机制：卫生健康部门每月推送新发大病名单 [S31]
  - 以住院和门诊慢特病总费用代替病种名单 [PROP]
false_positives:
  - {case: 家庭经济条件较好, check: 先经本人同意核对财产和收入，不能只凭医疗费入户}
  - {case: 生育、择期手术等一次性费用, check: 请本人说明，不需查看病历}
  - {case: 同一人已有LB-06预警, check: 并入同一张派单，一次走访}
sentence: 不在任何在享救助家庭中，近12个月住院和门诊慢特病总费用{treatment_yuan}元，在最近{new_illness_days}天内首次达到{serious_illness_yuan}元。请了解是否因病致困，告知救助政策。
township: 辖区内有居民新近患重病，不在救助范围。请上门了解家庭是否困难，告知医疗救助和社会救助政策。
examples:
  - why: 30天前还差一分钱，近30天内恰好达到；报在流水号最小的参保记录上
    as_of: 2026-11-22
    policy: &policy {serious_illness_yuan: 60000, new_illness_days: 30}
    given:
      enrolment: &enrolments
        - {record_no: E2, person_key: P1, status: 正常参保, division_code: 999902}
        - {record_no: E1, person_key: P1, status: 终止参保, division_code: 999901}
      medical_cost: &costs
        - {person_key: P1, visit: 住院, settled_on: 2026-10-23, total_yuan: 59999.99, self_paid_yuan: 1, valid: 有效}
        - {person_key: P1, visit: 门诊慢特病, settled_on: 2026-10-24, total_yuan: 0.01, self_paid_yuan: 1, valid: 有效}
    expect: [{anchor_record_no: E1, person_key: P1, household_no: null, division_code: 999901, treatment_yuan: 60000}]
  - why: 30天前已经达到，不是新发；普通门诊、药店和退费不计
    as_of: 2026-11-22
    policy: *policy
    given:
      enrolment: [{person_key: P1, status: 正常参保}, {person_key: P2, status: 正常参保}]
      medical_cost:
        - {person_key: P1, visit: 住院, settled_on: 2026-10-23, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P2, visit: 普通门诊, settled_on: 2026-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P2, visit: 住院, settled_on: 2026-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 退费}
    expect: []
  - why: 一年多以前的旧病复发：30天前的12个月内已达到
    as_of: 2026-11-22
    policy: *policy
    given:
      enrolment: *enrolments
      medical_cost:
        - {person_key: P1, visit: 住院, settled_on: 2025-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
    expect: []
  - why: 在享救助家庭的共同生活成员；已去世；没有参保记录
    as_of: 2026-11-22
    policy: *policy
    given:
      enrolment: [{person_key: P1, status: 正常参保}, {person_key: P2, status: 正常参保}]
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}]
      death: [{person_key: P2, died_on: 2026-11-10}]
      medical_cost:
        - {person_key: P1, visit: 住院, settled_on: 2026-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P2, visit: 住院, settled_on: 2026-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
        - {person_key: P3, visit: 住院, settled_on: 2026-11-01, total_yuan: 60000, self_paid_yuan: 1, valid: 有效}
    expect: []
  - why: 重病线未知，不运行
    as_of: 2026-11-22
    policy: {new_illness_days: 30}
    given: {enrolment: *enrolments, medical_cost: *costs}
    expect: []
---*/
WITH ill AS (
    SELECT
        medical_year.person_key,
        medical_year.treatment_yuan
    FROM medical_year
    ANTI JOIN aid_member ON medical_year.person_key = aid_member.person_key
    ANTI JOIN death_of ON medical_year.person_key = death_of.person_key
    -- the few above the lowest line of all localities; the line of their own follows
    WHERE medical_year.treatment_yuan >= (SELECT min(policy.serious_illness_yuan) FROM policy)
),

insured AS (
    SELECT enrolment.*
    FROM enrolment
    SEMI JOIN ill ON enrolment.person_key = ill.person_key
    QUALIFY row_number() OVER (PARTITION BY enrolment.person_key ORDER BY enrolment.record_no) = 1
),

placed AS (
    SELECT
        insured.source_table,
        insured.record_no,
        insured.person_key,
        insured.division_code,
        ill.treatment_yuan,
        policy.serious_illness_yuan,
        policy.new_illness_days,
        night.as_of,
        night.as_of - policy.new_illness_days::INTEGER AS before_on
    FROM insured
    CROSS JOIN night
    INNER JOIN ill ON insured.person_key = ill.person_key
    INNER JOIN locality ON coalesce(insured.division_code, '') = locality.division_code
    INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
    WHERE ill.treatment_yuan >= policy.serious_illness_yuan AND policy.new_illness_days IS NOT NULL
)

SELECT
    placed.source_table AS anchor_table,
    placed.record_no AS anchor_record_no,
    placed.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    placed.division_code,
    placed.treatment_yuan,
    placed.serious_illness_yuan,
    placed.new_illness_days,
    list_sort(list({
        'source_table': treatment.source_table, 'record_no': treatment.record_no,
        'what': treatment.visit || '总费用（元）', 'value': treatment.total_yuan::VARCHAR, 'on': treatment.settled_on
    }) FILTER (WHERE treatment.settled_on > placed.as_of - to_months(12))) AS evidence
FROM placed
INNER JOIN medical_cost AS treatment ON placed.person_key = treatment.person_key
WHERE
    treatment.valid = '有效' AND treatment.visit IN ('住院', '门诊慢特病')
    AND treatment.settled_on > placed.before_on - to_months(12) AND treatment.settled_on <= placed.as_of
GROUP BY ALL
-- the same sum as it stood so many days ago was below the line
HAVING coalesce(sum(treatment.total_yuan) FILTER (WHERE treatment.settled_on <= placed.before_on), 0) < placed.serious_illness_yuan
