/*---
id: LB-07
title: 疑似刚性支出困难，不在救助范围
title_en: large necessary spending, in no program
class: 漏保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - medical_insurance.settlements
  - housing.properties
  - housing.sale_contracts
  - human_resources.contributions
  - human_resources.employments
  - human_resources.pensions
  - human_resources.unemployment
reads: [assessed_household, household_income, rigid_expense, homes, property_failure, authorised_member, year_cost, policy]
parameters: [standard, disposable_income_year, rigid_share, work_cost_share, resident_pension_exempt_yuan, home_count_limit, home_area_per_head_m2]
authorisation: true
legal_basis:
  - 刚性支出困难家庭认定办法：收入低于上年度人均可支配收入，刚性支出超过收入的规定比例，财产符合规定 [S21]
  - 深圳坪山支出型困难家庭：刚性支出占年收入60% [S17]
  - 收入按不低于低保标准计，避免收入空白的家庭都报 [PROP]
false_positives:
  - {case: 费用已由商业保险、互助或单位报销, check: 请家庭说明并核对赔付凭证}
  - {case: 有未登记的经营或务工收入, check: 入户了解实际收入}
sentence: 不在任何在享救助家庭中，人均月收入{per_head_yuan}元，近12个月个人负担医疗费{rigid_yuan}元，已达到家庭年收入（按不低于低保标准计）的规定比例，财产符合规定。请了解困难，告知可以申请认定刚性支出困难家庭。
township: 该户近期必需支出较大，可能符合刚性支出困难家庭的条件。请上门了解，告知申请办法。
examples:
  - why: 退出的家庭，支出恰好达到年收入的六成（收入按低保标准计，1000元12个月）
    as_of: 2026-11-22
    policy: &policy {standard: 1000, disposable_income_year: 48000, rigid_share: 0.6, work_cost_share: 0, resident_pension_exempt_yuan: 0, home_count_limit: 2, home_area_per_head_m2: 50}
    given:
      household: &left [{record_no: H1, household_no: J1, program: 最低生活保障, status: 已退出, approved_on: 2024-01-01, ended_on: 2026-01-01, division_code: 999901}]
      member: &member [{record_no: M1, household_no: J1, person_key: P1, member_kind: 共同生活}]
      authorisation: &signed [{household_no: J1, person_key: P1, purpose: 社会救助, signed_on: 2024-01-01}]
      medical_cost: &costs [{record_no: S1, person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 7200, valid: 有效}]
    expect: [{anchor_record_no: H1, household_no: J1, program: 最低生活保障, division_code: 999901, rigid_yuan: 7200, per_head_yuan: 0}]
  - why: 差一分钱
    as_of: 2026-11-22
    policy: *policy
    given: {household: *left, member: *member, authorisation: *signed, medical_cost: [{person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 7199.99, valid: 有效}]}
    expect: []
  - why: 在享的临时救助家庭；收入高于低保标准时按实际收入的六成（3000元12个月要21600元）
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {record_no: H1, household_no: J1, program: 临时救助, status: 在享, approved_on: 2026-01-01, declared_income_yuan_month: 3000}
        - {record_no: H2, household_no: J2, program: 临时救助, status: 在享, approved_on: 2026-01-01, declared_income_yuan_month: 3000.01}
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}, {household_no: J2, person_key: P2, member_kind: 共同生活}]
      authorisation:
        - {household_no: J1, person_key: P1, purpose: 社会救助, signed_on: 2024-01-01}
        - {household_no: J2, person_key: P2, purpose: 社会救助, signed_on: 2024-01-01}
      medical_cost:
        - {person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 21600, valid: 有效}
        - {person_key: P2, settled_on: 2026-11-01, self_paid_yuan: 21600, valid: 有效}
    expect: [{anchor_record_no: H1}]
  - why: 有成员未授权；成员已在另一户享受救助；财产不符合；收入超过可支配收入
    as_of: 2026-11-22
    policy: *policy
    given:
      household:
        - {household_no: J1, program: 临时救助, status: 在享, approved_on: 2026-01-01}
        - {household_no: J2, program: 临时救助, status: 在享, approved_on: 2026-01-01}
        - {household_no: J3, program: 刚性支出困难, status: 在享, approved_on: 2026-01-01}
        - {household_no: J4, program: 临时救助, status: 在享, approved_on: 2026-01-01}
        - {household_no: J5, program: 临时救助, status: 在享, approved_on: 2026-01-01, declared_income_yuan_month: 4000.01}
      member:
        - {household_no: J1, person_key: P1, member_kind: 共同生活}
        - {household_no: J2, person_key: P2, member_kind: 共同生活}
        - {household_no: J3, person_key: P2, member_kind: 共同生活}
        - {household_no: J4, person_key: P4, member_kind: 共同生活}
        - {household_no: J5, person_key: P5, member_kind: 共同生活}
      authorisation:
        - {household_no: J2, person_key: P2, purpose: 社会救助, signed_on: 2024-01-01}
        - {household_no: J4, person_key: P4, purpose: 社会救助, signed_on: 2024-01-01}
        - {household_no: J5, person_key: P5, purpose: 社会救助, signed_on: 2024-01-01}
      medical_cost:
        - {person_key: P1, settled_on: 2026-11-01, self_paid_yuan: 90000, valid: 有效}
        - {person_key: P2, settled_on: 2026-11-01, self_paid_yuan: 90000, valid: 有效}
        - {person_key: P4, settled_on: 2026-11-01, self_paid_yuan: 90000, valid: 有效}
        - {person_key: P5, settled_on: 2026-11-01, self_paid_yuan: 90000, valid: 有效}
      asset: [{kind: registered, unit_no: U1, usage: 商业, area_m2: 20, person_key: P4, status: 现势}]
    expect: []
  - why: 比例未知，不运行
    as_of: 2026-11-22
    policy: {standard: 1000, disposable_income_year: 48000, work_cost_share: 0, resident_pension_exempt_yuan: 0, home_count_limit: 2, home_area_per_head_m2: 50}
    given: {household: *left, member: *member, authorisation: *signed, medical_cost: *costs}
    expect: []
---*/
WITH burdened AS (
    SELECT
        assessed_household.source_table,
        assessed_household.record_no,
        assessed_household.household_no,
        assessed_household.program,
        assessed_household.division_code,
        household_income.per_head_yuan,
        rigid_expense.self_paid_yuan AS rigid_yuan,
        policy.standard,
        policy.disposable_income_year,
        policy.rigid_share
    FROM assessed_household
    INNER JOIN household_income ON assessed_household.record_no = household_income.record_no
    INNER JOIN rigid_expense ON assessed_household.household_no = rigid_expense.household_no
    INNER JOIN policy
        ON
        assessed_household.locality = policy.locality
        AND coalesce(assessed_household.residence, '') = policy.residence
    ANTI JOIN homes ON assessed_household.record_no = homes.record_no AND homes.too_many
    ANTI JOIN property_failure ON assessed_household.record_no = property_failure.record_no
    WHERE
        assessed_household.is_watched
        AND household_income.per_head_yuan * 12 <= policy.disposable_income_year
        -- whole numbers, as in verification_tier; income is taken to be at least the standard
        AND (rigid_expense.self_paid_yuan * 100)::HUGEINT * 1000000000000
        >= (policy.rigid_share * 1000000)::HUGEINT * greatest(
            household_income.income_year_units,
            (policy.standard * 100)::HUGEINT * assessed_household.members * 12 * 1000000
        )
        AND policy.work_cost_share IS NOT NULL AND policy.resident_pension_exempt_yuan IS NOT NULL
        AND policy.standard IS NOT NULL AND household_income.income_year_units IS NOT NULL
        AND policy.home_count_limit IS NOT NULL AND policy.home_area_per_head_m2 IS NOT NULL
),

-- a household refused under one program and closed under another is one household
once AS (
    SELECT *
    FROM burdened
    QUALIFY row_number() OVER (PARTITION BY household_no ORDER BY record_no) = 1
)

SELECT
    once.source_table AS anchor_table,
    once.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    once.household_no,
    once.program,
    once.division_code,
    once.per_head_yuan,
    once.rigid_yuan,
    once.standard,
    once.disposable_income_year,
    once.rigid_share,
    list_sort(list({
        'source_table': year_cost.source_table, 'record_no': year_cost.record_no,
        'what': '个人负担（元）', 'value': year_cost.self_paid_yuan::VARCHAR, 'on': year_cost.settled_on
    })) AS evidence
FROM once
INNER JOIN authorised_member ON once.household_no = authorised_member.household_no
INNER JOIN year_cost ON authorised_member.person_key = year_cost.person_key
GROUP BY ALL
