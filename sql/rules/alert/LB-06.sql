/*---
id: LB-06
title: 医疗自付冲击普通家庭
title_en: medical shock, in no program
class: 漏保
level: yellow
status: live
version: 1
needs:
  - medical_insurance.enrolments
  - medical_insurance.settlements
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
reads: [enrolment, medical_year, year_cost, aid_member, death_of, locality, policy]
parameters: [medical_shock_ordinary_yuan]
policy_by: row
authorisation: false
statutory_ground: 国办发〔2023〕39号关于监测因病致贫重病患者和部门信息共享的要求；只汇总个人负担合计，用于主动发现
legal_basis:
  - 国务院办公厅转发民政部等单位关于加强低收入人口动态监测做好分层分类社会救助工作的意见（国办发〔2023〕39号） [S25]
  - 医保与民政数据共享的个人负担预警线 [S30] [S31] [S32] [S33] [S34]
false_positives:
  - {case: 家庭经济条件较好, check: 先经本人同意核对财产和收入，不能只凭医疗费入户}
  - {case: 以后退费、二次报销或商业保险赔付, check: 查看是否已有到账}
sentence: 不在任何在享救助家庭中，近12个月有效结算{settlements}笔，个人负担合计{self_paid_yuan}元，超过{medical_shock_ordinary_yuan}元的预警线。请了解是否因病致困。
township: 辖区内有居民近期看病负担较重，不在救助范围。请先电话了解是否因病致困，告知救助政策，不得凭本提示要求提供病历或账单。
examples:
  - why: 超线0.01元；任何参保状态都算，报在流水号最小的参保记录上
    as_of: 2026-11-22
    policy: &policy {medical_shock_ordinary_yuan: 20000}
    given:
      enrolment: &enrolments
        - {record_no: E2, person_key: P1, status: 正常参保, division_code: 999902}
        - {record_no: E1, person_key: P1, status: 终止参保, division_code: 999901}
      medical_cost: &costs
        - {person_key: P1, settled_on: 2025-11-23, self_paid_yuan: 15000.01, valid: 有效}
        - {person_key: P1, settled_on: 2026-11-22, self_paid_yuan: 5000, valid: 有效}
    expect: [{anchor_record_no: E1, person_key: P1, household_no: null, program: null, division_code: 999901}]
  - why: 恰好等于预警线不算；窗口之外和退费的结算都不计
    as_of: 2026-11-22
    policy: *policy
    given:
      enrolment: *enrolments
      medical_cost:
        - {person_key: P1, settled_on: 2026-11-22, self_paid_yuan: 20000, valid: 有效}
        - {person_key: P1, settled_on: 2025-11-22, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P1, settled_on: 2026-11-23, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 9000, valid: 退费}
    expect: []
  - why: 没有参保记录
    as_of: 2026-11-22
    policy: *policy
    given: {medical_cost: *costs}
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    policy: *policy
    given: {enrolment: *enrolments, medical_cost: *costs, death: [{person_key: P1, died_on: 2026-11-20}]}
    expect: []
  - why: 在享救助家庭的共同生活成员归LB-05
    as_of: 2026-11-22
    policy: *policy
    given:
      enrolment: *enrolments
      medical_cost: *costs
      household: [{household_no: J1, program: 刚性支出困难, status: 在享, approved_on: 2026-01-01}]
      member: &member [{household_no: J1, person_key: P1, member_kind: 共同生活}]
    expect: []
  - why: 家庭当天已退出；临时救助家庭不算
    as_of: 2026-11-22
    policy: *policy
    given:
      enrolment: *enrolments
      medical_cost: *costs
      household:
        - {household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, ended_on: 2026-11-22}
        - {household_no: J1, program: 临时救助, status: 在享, approved_on: 2026-01-01}
      member: *member
    expect: [{anchor_record_no: E1}]
---*/
WITH struck AS (
    SELECT person_key
    FROM medical_year
    -- the few above the lowest line of all localities; the line of their own follows at the end
    WHERE self_paid_yuan > (SELECT min(policy.medical_shock_ordinary_yuan) FROM policy)
),

insured AS (
    SELECT enrolment.*
    FROM enrolment
    SEMI JOIN struck ON enrolment.person_key = struck.person_key
    ANTI JOIN aid_member ON enrolment.person_key = aid_member.person_key
    ANTI JOIN death_of ON enrolment.person_key = death_of.person_key
    QUALIFY row_number() OVER (PARTITION BY enrolment.person_key ORDER BY enrolment.record_no) = 1
)

SELECT
    insured.source_table AS anchor_table,
    insured.record_no AS anchor_record_no,
    insured.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    insured.division_code,
    policy.medical_shock_ordinary_yuan,
    count(*) AS settlements,
    sum(year_cost.self_paid_yuan) AS self_paid_yuan,
    list_sort(list({
        'source_table': year_cost.source_table, 'record_no': year_cost.record_no,
        'what': '个人负担（元）', 'value': year_cost.self_paid_yuan::VARCHAR, 'on': year_cost.settled_on
    })) AS evidence
FROM insured
INNER JOIN locality ON coalesce(insured.division_code, '') = locality.division_code
INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
INNER JOIN year_cost ON insured.person_key = year_cost.person_key
GROUP BY ALL
HAVING sum(year_cost.self_paid_yuan) > policy.medical_shock_ordinary_yuan
