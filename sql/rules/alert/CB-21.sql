/*---
id: CB-21
title: 特困人员收入或财产不符合条件
title_en: 特困 no longer poor
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.deaths
  - housing.properties
  - human_resources.contributions
  - human_resources.employments
  - human_resources.pensions
  - human_resources.unemployment
reads: [household_income, active_household, authorised_member, income_part, homes, household_asset, policy]
parameters: [standard, work_cost_share, resident_pension_exempt_yuan, tekun_savings_years, tekun_home_count_limit]
authorisation: true
legal_basis:
  - 特困人员认定办法（民发〔2021〕43号）：收入低于当地低保标准且财产符合规定的为无生活来源 [GK]
  - 贵州省特困人员认定条件：中央基础养老金、医疗保险等社会保险、优待抚恤金、高龄津贴不计入收入 [S64]
  - 特困人员认定细则 财产状况：存款不超过3年标准，不得有2套及以上住房（地方细则，地名不详） [S66]
false_positives:
  - {case: 基础养老金、优待抚恤金、高龄津贴误计入, check: 查看待遇明细，按不计入收入的项目扣除}
  - {case: 存款是一次性丧葬、伤残补偿或他人代存, check: 查看款项来源}
  - {case: 第二处住房是危房、祖屋或尚未分割的遗产, check: 查看危房鉴定、继承公证并实地查看}
sentence: 特困供养家庭{members}人，{reasons}。请按当地特困人员认定条件复核；复核有结论前照常供养。
examples:
  - why: 企业职工养老金，人均比标准多一分；收入按核对到的算，申报的不算
    as_of: 2026-11-22
    policy: &demo {standard: "1040", work_cost_share: "0.1", resident_pension_exempt_yuan: "180", tekun_savings_years: 3, tekun_home_count_limit: 2}
    given: &family
      household: [{record_no: R1, household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "9000"}]
      member: [{record_no: M1, household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
      income: [{kind: pension, scheme: 企业职工, status: 在发, person_key: P1, from_on: 2020-01-01, yuan_month: "1040.01"}]
    expect: [{anchor_record_no: R1, household_no: H1, program: 特困供养, members: 1, reasons: 核对人均月收入1040.01元，高于低保标准1040.00元, certainty: certain}]
  - why: 收入、存款、住房都正好在线内；居民养老金只计基础养老金以外的部分
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *family
      household: [{record_no: R1, household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01, declared_deposits_yuan: "37440"}]
      income:
        - {kind: pension, scheme: 城乡居民, status: 在发, person_key: P1, from_on: 2020-01-01, yuan_month: "1220"}
      asset: [{kind: registered, unit_no: U1, usage: 住宅, area_m2: "200", person_key: P1, status: 现势}]
    expect: []
  - why: 存款多一分，又有两套住房
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *family
      household: [{record_no: R1, household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01, declared_deposits_yuan: "37440.01"}]
      income: []
      asset:
        - {record_no: A1, kind: registered, unit_no: U1, usage: 住宅, area_m2: "20", person_key: P1, status: 现势}
        - {record_no: A2, kind: registered, unit_no: U2, usage: 宅基地, area_m2: "20", person_key: P1, status: 现势}
    expect:
      - anchor_record_no: R1
        reasons: 申报存款37440.01元，高于3年低保标准37440.00元；名下现势住房2套（限2套以下）
  - why: 低保家庭不在本规则；有一名成员没有授权，整户不核算
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *family
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}
        - {record_no: R2, household_no: H2, program: 特困供养, status: 在享, approved_on: 2025-01-01, declared_deposits_yuan: "90000"}
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H2, person_key: P2, relation: 本人, member_kind: 共同生活}
    expect: []
  - why: 存款限额未知，不核算
    as_of: 2026-11-22
    policy: {<<: *demo, tekun_savings_years: null}
    given: *family
    expect: []
---*/
WITH judged AS (
    SELECT
        active_household.*,
        household_income.members,
        household_income.verified_per_head_yuan,
        policy.standard,
        policy.tekun_savings_years,
        policy.tekun_home_count_limit,
        policy.tekun_savings_years * 12 * policy.standard AS savings_limit_yuan,
        homes.things AS homes,
        household_income.verified_per_head_yuan > policy.standard AS earns,
        active_household.declared_deposits_yuan > policy.tekun_savings_years * 12 * policy.standard AS saves,
        homes.things >= policy.tekun_home_count_limit AS owns
    FROM active_household
    INNER JOIN household_income ON active_household.record_no = household_income.record_no
    INNER JOIN policy
        ON active_household.locality = policy.locality AND coalesce(active_household.residence, '') = policy.residence
    LEFT JOIN homes ON active_household.record_no = homes.record_no
    WHERE
        active_household.program = '特困供养'
        -- a rule is not asked where one of its values is unknown, also of a household that the value does not concern
        AND policy.work_cost_share IS NOT NULL AND policy.resident_pension_exempt_yuan IS NOT NULL
        AND policy.standard IS NOT NULL AND policy.tekun_savings_years IS NOT NULL
        AND policy.tekun_home_count_limit IS NOT NULL
),

piece AS (
    SELECT DISTINCT
        authorised_member.household_no,
        {
            'source_table': part.source_table, 'record_no': part.record_no,
            'what': CASE part.kind WHEN 'wage' THEN '工资' WHEN 'unemployment' THEN '失业保险金' ELSE '养老金' END,
            'value': part.yuan_month::VARCHAR,
            'on': max(part.month) OVER (PARTITION BY part.source_table, part.record_no)
        } AS evidence
    FROM income_part AS part
    INNER JOIN authorised_member ON part.person_key = authorised_member.person_key
    SEMI JOIN judged ON authorised_member.household_no = judged.household_no AND judged.earns
    UNION ALL
    SELECT
        unit.household_no,
        {
            'source_table': unit.source_table, 'record_no': unit.record_no,
            'what': unit.usage, 'value': unit.area_m2::VARCHAR, 'on': unit.on_date
        } AS evidence
    FROM household_asset AS unit
    SEMI JOIN judged ON unit.household_no = judged.household_no AND judged.owns
    WHERE unit.kind = 'registered' AND unit.usage IN ('住宅', '宅基地')
)

SELECT
    'civil_affairs.households' AS anchor_table,
    judged.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    judged.household_no,
    judged.program,
    judged.division_code,
    judged.members,
    concat_ws(
        '；',
        if(judged.earns, '核对人均月收入' || judged.verified_per_head_yuan || '元，高于低保标准' || judged.standard || '元', NULL),
        if(
            judged.saves,
            '申报存款' || judged.declared_deposits_yuan || '元，高于'
            || judged.tekun_savings_years || '年低保标准' || judged.savings_limit_yuan || '元',
            NULL
        ),
        if(judged.owns, '名下现势住房' || judged.homes || '套（限' || judged.tekun_home_count_limit || '套以下）', NULL)
    ) AS reasons,
    coalesce(
        (SELECT list_sort(list(piece.evidence)) FROM piece WHERE piece.household_no = judged.household_no), []
    ) AS evidence
FROM judged
WHERE judged.earns OR judged.saves OR judged.owns
