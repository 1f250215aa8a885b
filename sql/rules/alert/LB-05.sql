/*---
id: LB-05
title: 医疗自付冲击低收入家庭
title_en: medical shock, known low income
class: 漏保
level: red
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
  - medical_insurance.settlements
reads: [aid_member, medical_year, year_cost, policy]
parameters: [medical_shock_low_income_yuan]
authorisation: false
statutory_ground: 国办发〔2023〕39号关于低收入人口动态监测和部门信息共享的要求；只汇总在享家庭成员的个人负担，用于主动救助
legal_basis:
  - 国务院办公厅转发民政部等单位关于加强低收入人口动态监测做好分层分类社会救助工作的意见（国办发〔2023〕39号） [S25]
  - 医保与民政数据共享的个人负担预警线 [S30] [S31]
false_positives:
  - {case: 以后退费或零星报销到账, check: 查看是否已有退费、二次报销或医疗救助到账}
  - {case: 已由商业保险、互助或工会补助, check: 请家庭说明并核对赔付凭证}
sentence: 近12个月有效结算{settlements}笔，个人负担合计{self_paid_yuan}元，超过{medical_shock_low_income_yuan}元的预警线。请及时了解困难，告知医疗救助和临时救助。
township: 该户有成员近期看病负担较重。请上门了解困难，告知医疗救助和临时救助。
examples:
  - why: 超线0.01元；核对日当天和12个月前的次日都算
    as_of: 2026-11-22
    policy: &policy {medical_shock_low_income_yuan: 5000}
    given:
      household: &home [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01, division_code: 999901}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      medical_cost: &costs
        - {person_key: P1, settled_on: 2025-11-23, self_paid_yuan: 3000.01, valid: 有效}
        - {person_key: P1, settled_on: 2026-11-22, self_paid_yuan: 2000, valid: 有效}
    expect: [{anchor_record_no: M1, person_key: P1, household_no: J1, program: 低保边缘, division_code: 999901}]
  - why: 恰好等于预警线不算；12个月前当天、核对日之后、退费的结算都不计
    as_of: 2026-11-22
    policy: *policy
    given:
      household: *home
      member: *member
      medical_cost:
        - {person_key: P1, settled_on: 2026-11-22, self_paid_yuan: 5000, valid: 有效}
        - {person_key: P1, settled_on: 2025-11-22, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P1, settled_on: 2026-11-23, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 9000, valid: 退费}
    expect: []
  - why: 2月末往前12个月以月末为准，2024年2月28日不在窗口内
    as_of: 2025-02-28
    policy: *policy
    given:
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2024-01-01}]
      member: *member
      medical_cost:
        - {person_key: P1, settled_on: 2024-02-28, self_paid_yuan: 9000, valid: 有效}
        - {person_key: P1, settled_on: 2024-02-29, self_paid_yuan: 5000.01, valid: 有效}
    expect: [{anchor_record_no: M1, settlements: 1}]
  - why: 家庭还在申请中
    as_of: 2026-11-22
    policy: *policy
    given: {household: [{household_no: J1, program: 低保边缘, status: 申请中}], member: *member, medical_cost: *costs}
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    policy: *policy
    given: {household: *home, member: *member, medical_cost: *costs, death: [{person_key: P1, died_on: 2026-11-20}]}
    expect: []
---*/
-- those above the lowest line of all localities; the line of their own follows at the end
WITH struck AS (
    SELECT person_key
    FROM medical_year
    WHERE self_paid_yuan > (SELECT min(policy.medical_shock_low_income_yuan) FROM policy)
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    aid_member.record_no AS anchor_record_no,
    aid_member.person_key,
    aid_member.household_no,
    aid_member.program,
    aid_member.division_code,
    policy.medical_shock_low_income_yuan,
    count(*) AS settlements,
    sum(year_cost.self_paid_yuan) AS self_paid_yuan,
    list_sort(list({
        'source_table': year_cost.source_table, 'record_no': year_cost.record_no,
        'what': '个人负担（元）', 'value': year_cost.self_paid_yuan::VARCHAR, 'on': year_cost.settled_on
    })) AS evidence
FROM aid_member
SEMI JOIN struck ON aid_member.person_key = struck.person_key
INNER JOIN policy ON aid_member.locality = policy.locality AND aid_member.residence = policy.residence
INNER JOIN year_cost ON aid_member.person_key = year_cost.person_key
GROUP BY ALL
HAVING sum(year_cost.self_paid_yuan) > policy.medical_shock_low_income_yuan
