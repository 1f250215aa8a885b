/*---
id: LB-21
title: 收入加待遇后人均低于监测底线
title_en: income and benefits below the floor
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.benefits
  - civil_affairs.deaths
  - human_resources.contributions
  - human_resources.employments
  - human_resources.pensions
  - human_resources.unemployment
reads: [household_income, active_household, active_benefit, counted_member, policy]
parameters: [income_floor_year, work_cost_share, resident_pension_exempt_yuan]
authorisation: true
legal_basis:
  - 江阴2020年民政工作要点：困难群众人均年收入达到底线以上 seed B
false_positives:
  - {case: 灵活就业、务农或子女给付的收入没有登记, check: 入户了解实际收入，补录申报收入}
  - {case: 待遇刚调整，新标准尚未发放, check: 核对本月发放明细}
sentence: 家庭核定月收入{income_yuan_month}元，加在发待遇每月{benefit_yuan_month}元，{members}人，全年人均低于{income_floor_year}元的监测底线。请核对收入和待遇，应提标、应转类别的及时办理。
township: 该户收入加各项待遇后，人均可能仍低于当地监测底线。请入户了解实际生活状况，协助核对收入和待遇。
examples:
  - why: 每月差一分钱；待遇计全部共同生活成员的，同一条只计一次，采暖补贴不计
    as_of: 2026-11-22
    policy: &policy {income_floor_year: 12000, work_cost_share: 0, resident_pension_exempt_yuan: 0}
    given:
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "799.99", division_code: 999901}]
      member: &two
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 子, member_kind: 共同生活}
      authorisation: &signed
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
      benefit: &paid
        - {record_no: B1, program: 最低生活保障, household_no: H1, person_key: P1, monthly_yuan: 1000, start_on: 2025-01-01}
        - {record_no: B2, program: 高龄津贴, person_key: P2, monthly_yuan: 200, start_on: 2025-01-01}
        - {record_no: B3, program: 采暖补贴, household_no: H1, person_key: P1, monthly_yuan: 1800, start_on: 2025-01-01}
    expect: [{anchor_record_no: R1, household_no: H1, program: 最低生活保障, division_code: 999901, benefit_yuan_month: 1200, members: 2}]
  - why: 恰好等于底线
    as_of: 2026-11-22
    policy: *policy
    given:
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "800"}]
      member: *two
      authorisation: *signed
      benefit: *paid
    expect: []
  - why: 低保边缘家庭没有待遇，收入低于底线
    as_of: 2026-11-22
    policy: *policy
    given:
      household: [{record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1999.99"}]
      member: *two
      authorisation: *signed
    expect: [{anchor_record_no: R1, benefit_yuan_month: 0}]
  - why: 有一名成员未授权；还在申请中；临时救助家庭不在本规则
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}
        - {household_no: H2, program: 低保边缘, status: 申请中, applied_on: 2026-11-01}
        - {household_no: H3, program: 临时救助, status: 在享, approved_on: 2026-01-01}
      member:
        - {household_no: H1, person_key: P1, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, member_kind: 共同生活}
        - {household_no: H2, person_key: P3, member_kind: 共同生活}
        - {household_no: H3, person_key: P4, member_kind: 共同生活}
      authorisation:
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H2, person_key: P3, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H3, person_key: P4, purpose: 社会救助, signed_on: 2025-01-01}
    expect: []
  - why: 底线未知，不运行；就业成本扣减比例未知，也不运行
    as_of: 2026-11-22
    policy: {income_floor_year: 12000, resident_pension_exempt_yuan: 0}
    given: {household: [{household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}], member: *two, authorisation: *signed}
    expect: []
---*/
WITH paid AS (
    SELECT DISTINCT
        counted_member.household_no,
        active_benefit.source_table,
        active_benefit.record_no,
        active_benefit.program,
        active_benefit.monthly_yuan,
        active_benefit.start_on
    FROM active_benefit
    INNER JOIN counted_member ON active_benefit.person_key = counted_member.person_key
    -- heating is paid once a season, not by the month
    WHERE active_benefit.program <> '采暖补贴'
),

household_paid AS (
    SELECT
        household_no,
        sum(monthly_yuan) AS benefit_yuan_month,
        list_sort(list({
            'source_table': source_table, 'record_no': record_no,
            'what': program || '（元/月）', 'value': monthly_yuan::VARCHAR, 'on': start_on
        })) AS evidence
    FROM paid
    GROUP BY household_no
),

summed AS (
    SELECT
        household_income.*,
        coalesce(household_paid.benefit_yuan_month, 0) AS benefit_yuan_month,
        coalesce(household_paid.benefit_yuan_month, 0) * 12 AS granted_year_yuan,
        coalesce(household_paid.evidence, []) AS evidence
    FROM household_income
    LEFT JOIN household_paid ON household_income.household_no = household_paid.household_no
)

SELECT
    'civil_affairs.households' AS anchor_table,
    active_household.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    summed.members,
    summed.income_yuan_month,
    summed.benefit_yuan_month,
    policy.income_floor_year,
    summed.evidence
FROM summed
INNER JOIN active_household ON summed.record_no = active_household.record_no
INNER JOIN policy
    ON active_household.locality = policy.locality AND coalesce(active_household.residence, '') = policy.residence
WHERE
    active_household.program IN ('最低生活保障', '低保边缘', '刚性支出困难')
    AND policy.work_cost_share IS NOT NULL AND policy.resident_pension_exempt_yuan IS NOT NULL
    -- a year on both sides, in the units of household_income (hundred-millionths of a yuan), so that nothing is rounded
    AND summed.income_year_units + (summed.granted_year_yuan * 100)::HUGEINT * 1000000
    < (policy.income_floor_year * 100)::HUGEINT * summed.members * 1000000
