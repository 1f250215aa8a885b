/*---
id: CF-12
title: 同一账户多人领取
title_en: one account, several payees
class: 重复
level: yellow
status: live
version: 1
needs:
  - civil_affairs.benefits
  - civil_affairs.households
  - civil_affairs.household_members
reads: [active_benefit, active_household, member, policy]
parameters: [shared_account_limit]
policy_by: both
authorisation: false
legal_basis:
  - 惠民惠农财政补贴资金“一卡通”管理规定：补贴发放到本人账户 [S108]
false_positives:
  - {case: 监护人或户主依规代领, check: 核对代领手续和监护关系}
  - {case: 供养机构统一账户, check: 核对机构名册，列入允许名单}
sentence: 同一收款账户有{payees}个不同的领取人（同一在享家庭的成员合计为一个，标准：少于{shared_account_limit}个）。请核实代领手续。
examples:
  - why: 三个互不相干的人；报在该账户流水号最小的在发待遇上；同一人的两项待遇只算一个
    as_of: 2026-11-22
    policy: &policy {shared_account_limit: 3}
    given:
      benefit:
        - {record_no: B3, program: 高龄津贴, person_key: P1, start_on: 2026-01-01, bank_account: A1}
        - {record_no: B2, program: 高龄津贴, person_key: P2, start_on: 2026-01-01, bank_account: A1, division_code: 999901}
        - {record_no: B4, program: 高龄津贴, person_key: P3, start_on: 2026-11-22, bank_account: A1}
        - {record_no: B5, program: 养老服务补贴, person_key: P3, start_on: 2026-01-01, bank_account: A1}
        - {record_no: B1, program: 高龄津贴, person_key: P4, start_on: 2026-01-01, end_on: 2026-11-22, bank_account: A1}
    expect: [{anchor_record_no: B2, person_key: P2, payees: 3, household_no: null, division_code: 999901}]
  - why: 同一在享家庭（任何类别）的两人合计为一个，只有两个领取人；没有账号的不算
    as_of: 2026-11-22
    policy: *policy
    given:
      household: &homes
        - {household_no: J1, program: 临时救助, status: 在享, approved_on: 2026-01-01}
        - {household_no: J2, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}
      member:
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J1, person_key: P2, member_kind: 共同生活}
      benefit: &benefits
        - {record_no: B1, program: 高龄津贴, person_key: P1, start_on: 2026-01-01, bank_account: A1}
        - {record_no: B2, program: 高龄津贴, person_key: P2, start_on: 2026-01-01, bank_account: A1}
        - {record_no: B3, program: 高龄津贴, person_key: P3, start_on: 2026-01-01, bank_account: A1}
        - {record_no: B4, program: 高龄津贴, person_key: P4, start_on: 2026-01-01}
        - {record_no: B5, program: 高龄津贴, person_key: P5, start_on: 2026-01-01}
        - {record_no: B6, program: 高龄津贴, person_key: P6, start_on: 2026-01-01}
    expect: []
  - why: P2在两户，计入编号较小的J1，与J2的P3不合计，共两个领取人；这一户和这条成员记录也是依据
    as_of: 2026-11-22
    policy: {shared_account_limit: 2}
    given:
      household: *homes
      member:
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J2, person_key: P2, member_kind: 共同生活}
        - {household_no: J1, person_key: P2, member_kind: 共同生活}
        - {household_no: J2, person_key: P3, member_kind: 共同生活}
      benefit: *benefits
    expect:
      - anchor_record_no: B1
        payees: 2
        evidence:
          - {source_table: civil_affairs.benefits, record_no: B1, what: 同一账户的在发待遇：高龄津贴, value: null, "on": 2026-01-01}
          - {source_table: civil_affairs.benefits, record_no: B2, what: 同一账户的在发待遇：高龄津贴, value: null, "on": 2026-01-01}
          - {source_table: civil_affairs.benefits, record_no: B3, what: 同一账户的在发待遇：高龄津贴, value: null, "on": 2026-01-01}
          - {source_table: civil_affairs.household_members, record_no: member3, what: 合计为一个的成员, value: null, "on": null}
          - {source_table: civil_affairs.households, record_no: household1, what: 合计为一个的家庭, value: 临时救助, "on": 2026-01-01}
---*/
-- accounts with more than one payee, before anything is listed
WITH several AS (
    SELECT bank_account
    FROM active_benefit
    WHERE bank_account IS NOT NULL
    GROUP BY bank_account
    HAVING min(person_key) <> max(person_key)
),

payee AS (
    SELECT active_benefit.person_key
    FROM active_benefit
    SEMI JOIN several ON active_benefit.bank_account = several.bank_account
),

-- the household that somebody counts under; in_several: without these rows it would be another one
home AS (
    SELECT
        member.person_key,
        member.household_no,
        count(DISTINCT member.household_no) OVER (PARTITION BY member.person_key) > 1 AS in_several,
        [
            {
                'source_table': active_household.source_table, 'record_no': active_household.record_no,
                'what': '合计为一个的家庭', 'value': active_household.program, 'on': active_household.approved_on
            },
            {
                'source_table': member.source_table, 'record_no': member.record_no,
                'what': '合计为一个的成员', 'value': NULL::VARCHAR, 'on': NULL::DATE
            }
        ] AS items
    FROM member
    INNER JOIN active_household ON member.household_no = active_household.household_no
    SEMI JOIN payee ON member.person_key = payee.person_key
    WHERE member.member_kind = '共同生活'
    QUALIFY row_number() OVER (
        PARTITION BY member.person_key ORDER BY member.household_no, active_household.record_no, member.record_no
    ) = 1
),

shared AS (
    SELECT
        active_benefit.bank_account,
        min(active_benefit.record_no) AS record_no,
        count(DISTINCT coalesce('户' || home.household_no, '人' || active_benefit.person_key)) AS payees,
        list_sort(list_concat(
            list({
                'source_table': active_benefit.source_table, 'record_no': active_benefit.record_no,
                'what': '同一账户的在发待遇：' || active_benefit.program,
                'value': active_benefit.monthly_yuan::VARCHAR, 'on': active_benefit.start_on
            }),
            list_distinct(flatten(coalesce(list(home.items) FILTER (WHERE home.in_several), [])))
        )) AS evidence
    FROM active_benefit
    SEMI JOIN several ON active_benefit.bank_account = several.bank_account
    LEFT JOIN home ON active_benefit.person_key = home.person_key
    GROUP BY active_benefit.bank_account
)

SELECT
    active_benefit.source_table AS anchor_table,
    active_benefit.record_no AS anchor_record_no,
    active_benefit.person_key,
    active_benefit.home_no AS household_no,
    active_benefit.home_program AS program,
    active_benefit.place_code AS division_code,
    shared.payees,
    policy.shared_account_limit,
    shared.evidence
FROM shared
INNER JOIN active_benefit ON shared.record_no = active_benefit.record_no
INNER JOIN policy ON active_benefit.locality = policy.locality AND active_benefit.residence = policy.residence
WHERE shared.payees >= policy.shared_account_limit
