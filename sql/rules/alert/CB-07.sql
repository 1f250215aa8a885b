/*---
id: CB-07
title: 家庭人均收入超过低保标准
title_en: income over standard
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - human_resources.contributions
  - human_resources.employments
  - human_resources.pensions
  - human_resources.unemployment
reads: [household_income, active_household, authorised_member, income_part, policy]
parameters: [standard, income_tolerance, work_cost_share, resident_pension_exempt_yuan]
authorisation: true
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号）：共同生活的家庭成员人均收入低于当地标准 [GK]
  - 淄博低保家庭收入四类口径 2022-23 [S68]
  - 容差比例为本系统设定 [PROP]
false_positives:
  - {case: 季节性或一次性收入, check: 查看工资单或银行流水，按实际月份核定}
  - {case: 成员已分户或离开, check: 核对户籍和共同生活情况}
  - {case: 应扣减的就业成本或豁免收入尚未录入, check: 用收入核算表重新计算}
  - {case: 处于就业渐退期, check: 查看渐退审批表和期限}
sentence: 核定家庭月收入{income_yuan_month}元，{members}人，人均{per_head_yuan}元，超过低保标准{standard}元的{limit_percent}%(即{limit_yuan}元)；工资已扣除{work_cost_percent}%就业成本。
examples:
  - why: 月工资扣除就业成本后人均比上限多一分
    as_of: 2026-11-22
    policy: &demo {standard: "1040", income_tolerance: "0.05", work_cost_share: "0.1", resident_pension_exempt_yuan: "180"}
    given: &family
      household: &low [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      income: [{kind: pension, scheme: 企业职工, status: 在发, person_key: P1, from_on: 2025-11-30, yuan_month: "1092.01"}]
    expect: [{anchor_record_no: R1, per_head_yuan: 1092.01, limit_yuan: 1092, standard: 1040, members: 1}]
  - why: 人均正好等于标准加容差
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *family
      income: [{kind: pension, scheme: 企业职工, status: 在发, person_key: P1, from_on: 2025-11-30, yuan_month: "1092"}]
    expect: []
  - why: 十二个月之和除以12再除以人数恰为半分，四舍五入后超过；双精度会舍去
    as_of: 2026-11-22
    policy: {standard: "1.01", income_tolerance: 0, work_cost_share: 0, resident_pension_exempt_yuan: 0}
    given:
      <<: *family
      income:
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P1, month: 2026-10-01, yuan_month: "12.18"}
    expect: [{anchor_record_no: R1, per_head_yuan: 1.02}]
  - why: 同月取缴费基数与工资中的较大者，就业须覆盖整月；基数5000、工资6000
    as_of: 2026-11-22
    policy: {standard: "500", income_tolerance: "0.05", work_cost_share: "0.1", resident_pension_exempt_yuan: "180"}
    given:
      <<: *family
      income:
        - {kind: contribution, scheme: 企业职工养老, status: 补缴, person_key: P1, month: 2026-08-01, yuan_month: "5000"}
        - {kind: contribution, scheme: 机关事业养老, status: 已缴, person_key: P1, month: 2026-09-01, yuan_month: "5000"}
        - {kind: contribution, scheme: 企业职工养老, status: 欠缴, person_key: P1, month: 2026-10-01, yuan_month: "9000"}
        - {kind: contribution, scheme: 灵活就业养老, status: 已缴, person_key: P1, month: 2026-07-01, yuan_month: "9000"}
        - {kind: employment, person_key: P1, from_on: 2026-09-01, until_on: 2026-10-30, yuan_month: "6000"}
    expect: [{anchor_record_no: R1, income_yuan_month: 825, per_head_yuan: 825}]
  - why: 城乡居民养老金只计超过180元的部分，每笔分别豁免；失业金计三个月
    as_of: 2026-11-22
    policy: {standard: "200", income_tolerance: 0, work_cost_share: "0.1", resident_pension_exempt_yuan: "180"}
    given:
      <<: *family
      income:
        - {kind: pension, scheme: 城乡居民, status: 在发, person_key: P1, from_on: 2020-01-01, yuan_month: "200"}
        - {kind: pension, scheme: 城乡居民, status: 在发, person_key: P1, from_on: 2020-01-01, yuan_month: "150"}
        - {kind: pension, scheme: 企业职工, status: 停发, person_key: P1, from_on: 2020-01-01, yuan_month: "9000"}
        - {kind: unemployment, person_key: P1, from_on: 2026-08-31, until_on: 2026-10-01, yuan_month: "1200"}
    expect: [{anchor_record_no: R1, income_yuan_month: 320}]
  - why: 申报收入高于核定收入时按申报收入
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *family
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "3000"}]
    expect: [{anchor_record_no: R1, income_yuan_month: 3000}]
  - why: 有一名计入成员未授权，整户不核算
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *family
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 子, member_kind: 共同生活}
      income: [{kind: pension, scheme: 企业职工, status: 在发, person_key: P1, from_on: 2025-01-01, yuan_month: "9000"}]
    expect: []
  - why: 就业成本扣减比例未知，收入未知
    as_of: 2026-11-22
    policy: {standard: "1040", income_tolerance: "0.05", resident_pension_exempt_yuan: "180"}
    given:
      <<: *family
      income: [{kind: pension, scheme: 企业职工, status: 在发, person_key: P1, from_on: 2025-01-01, yuan_month: "9000"}]
    expect: []
  - why: 标准分城乡而家庭未填城乡，跳过；填农村的家庭照农村标准
    as_of: 2026-11-22
    policy: {standard: {城镇: "5000", 农村: "800"}, income_tolerance: "0.05", work_cost_share: "0.1", resident_pension_exempt_yuan: "180"}
    given:
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "3000"}
        - {record_no: R2, household_no: H2, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "3000", residence: 农村}
        - {record_no: R3, household_no: H3, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "3000", residence: 城镇}
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H2, person_key: P2, relation: 本人, member_kind: 共同生活}
        - {household_no: H3, person_key: P3, relation: 本人, member_kind: 共同生活}
      authorisation:
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H2, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H3, person_key: P3, purpose: 社会救助, signed_on: 2025-01-01}
    expect: [{anchor_record_no: R2, standard: 800}]
---*/
WITH over_standard AS (
    SELECT
        active_household.record_no,
        active_household.household_no,
        active_household.program,
        active_household.division_code,
        household_income.members,
        household_income.income_yuan_month,
        household_income.per_head_yuan,
        policy.standard,
        (1 + policy.income_tolerance) * 100 AS limit_percent,
        policy.standard * (1 + policy.income_tolerance) AS limit_yuan,
        policy.work_cost_share * 100 AS work_cost_percent,
        policy.resident_pension_exempt_yuan
    FROM household_income
    INNER JOIN active_household ON household_income.record_no = active_household.record_no
    INNER JOIN policy
        ON active_household.locality = policy.locality AND coalesce(active_household.residence, '') = policy.residence
    WHERE
        active_household.program = '最低生活保障'
        AND household_income.per_head_yuan > policy.standard * (1 + policy.income_tolerance)
        -- a rule is not asked where one of its values is unknown, also of a household that the value does not concern
        AND policy.work_cost_share IS NOT NULL AND policy.resident_pension_exempt_yuan IS NOT NULL
),

counted AS (
    SELECT
        authorised_member.household_no,
        income_part.source_table,
        income_part.record_no,
        income_part.kind,
        income_part.yuan_month,
        count(*) AS months,
        max(income_part.month) AS last_month
    FROM income_part
    INNER JOIN authorised_member ON income_part.person_key = authorised_member.person_key
    SEMI JOIN over_standard ON authorised_member.household_no = over_standard.household_no
    GROUP BY
        authorised_member.household_no,
        income_part.source_table,
        income_part.record_no,
        income_part.kind,
        income_part.yuan_month
),

found AS (
    SELECT
        household_no,
        list({
            'source_table': source_table, 'record_no': record_no,
            'what': CASE kind WHEN 'wage' THEN '工资' WHEN 'unemployment' THEN '失业保险金' ELSE '养老金' END
            || ',计' || months || '个月',
            'value': cast(yuan_month AS VARCHAR), 'on': last_month
        } ORDER BY source_table, record_no) AS evidence
    FROM counted
    GROUP BY household_no
)

SELECT
    'civil_affairs.households' AS anchor_table,
    over_standard.record_no AS anchor_record_no,
    cast(NULL AS VARCHAR) AS person_key,
    over_standard.household_no,
    over_standard.program,
    over_standard.division_code,
    over_standard.members,
    over_standard.income_yuan_month,
    over_standard.per_head_yuan,
    over_standard.standard,
    over_standard.limit_percent,
    over_standard.limit_yuan,
    over_standard.work_cost_percent,
    over_standard.resident_pension_exempt_yuan,
    coalesce(found.evidence, []) AS evidence
FROM over_standard
LEFT JOIN found ON over_standard.household_no = found.household_no
