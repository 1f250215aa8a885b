/*---
id: ZD-12
title: 一年内多次临时救助，不在救助范围
title_en: repeated temporary aid, in no program
class: 主动发现
level: yellow
status: live
version: 1
needs:
  - civil_affairs.temporary_aid
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
reads: [temporary_aid, aid_member, death_of, locality, policy, night]
parameters: [repeated_aid_grants]
policy_by: row
authorisation: false
statutory_ground: 社会救助暂行办法关于主动发现的职责；只用民政自有的临时救助台账 [GK]
legal_basis:
  - 国务院办公厅转发民政部等单位关于加强低收入人口动态监测做好分层分类社会救助工作的意见（国办发〔2023〕39号）：梯度救助 [S25]
  - 次数为本系统设定 [PROP]
false_positives:
  - {case: 同一事由分次发放, check: 查看各次的事由和审批表}
  - {case: 困难已经解除, check: 电话了解现在的生活}
sentence: 近12个月获得临时救助{grants}次，合计{amount_yuan}元，不在任何在享救助家庭中。请了解是否长期困难，告知可以申请低保等救助。
examples:
  - why: 恰好3次，12个月前次日和核对日都算；报在本人流水号最小的一次（可在窗口之外）
    as_of: 2026-11-22
    policy: &policy {repeated_aid_grants: 3}
    given:
      temporary_aid: &grants
        - {record_no: T1, person_key: P1, approved_on: 2024-01-01, amount_yuan: 1000, division_code: 999901}
        - {record_no: T2, person_key: P1, approved_on: 2025-11-23, amount_yuan: 1000, division_code: 999901}
        - {record_no: T3, person_key: P1, approved_on: 2026-03-01, amount_yuan: 1000.5, division_code: 999901}
        - {record_no: T4, person_key: P1, approved_on: 2026-11-22, amount_yuan: 1000, division_code: 999902}
    expect: [{anchor_record_no: T1, person_key: P1, household_no: null, division_code: 999902, grants: 3, amount_yuan: 3000.5}]
  - why: 12个月前当天的不算
    as_of: 2026-11-23
    policy: *policy
    given: {temporary_aid: *grants}
    expect: []
  - why: 在享救助家庭的共同生活成员；已去世
    as_of: 2026-11-22
    policy: *policy
    given:
      temporary_aid: *grants
      household: [{household_no: J1, program: 低保边缘, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}]
    expect: []
  - why: 已去世
    as_of: 2026-11-22
    policy: *policy
    given: {temporary_aid: *grants, death: [{person_key: P1, died_on: 2026-11-22}]}
    expect: []
  - why: 次数未知，不运行
    as_of: 2026-11-22
    policy: {}
    given: {temporary_aid: *grants}
    expect: []
---*/
WITH granted AS (
    SELECT
        temporary_aid.*,
        temporary_aid.approved_on > night.as_of - to_months(12) AS in_window
    FROM temporary_aid
    CROSS JOIN night
    ANTI JOIN aid_member ON temporary_aid.person_key = aid_member.person_key
    ANTI JOIN death_of ON temporary_aid.person_key = death_of.person_key
    WHERE temporary_aid.approved_on <= night.as_of
),

person_grants AS (
    SELECT
        person_key,
        source_table,
        -- the first of all, so that the alert stays the same while the window moves
        min(record_no) AS first_no,
        count(*) FILTER (WHERE in_window) AS grants,
        sum(amount_yuan) FILTER (WHERE in_window) AS amount_yuan,
        list_sort(list({
            'source_table': source_table, 'record_no': record_no,
            'what': cause || '临时救助（元）', 'value': amount_yuan::VARCHAR, 'on': approved_on
        }) FILTER (WHERE in_window)) AS evidence
    FROM granted
    GROUP BY person_key, source_table
),

latest AS (
    SELECT
        person_key,
        division_code
    FROM granted
    QUALIFY row_number() OVER (PARTITION BY person_key ORDER BY approved_on DESC, record_no DESC) = 1
)

SELECT
    person_grants.source_table AS anchor_table,
    person_grants.first_no AS anchor_record_no,
    person_grants.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    latest.division_code,
    person_grants.grants,
    person_grants.amount_yuan,
    policy.repeated_aid_grants,
    person_grants.evidence
FROM person_grants
INNER JOIN latest ON person_grants.person_key = latest.person_key
INNER JOIN locality ON coalesce(latest.division_code, '') = locality.division_code
INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
WHERE person_grants.grants >= policy.repeated_aid_grants
