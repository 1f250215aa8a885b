/*---
id: CB-22
title: 特困人员的法定义务人疑似有履行能力
title_en: capable obligor
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.authorisations
  - civil_affairs.disabilities
  - civil_affairs.deaths
  - human_resources.contributions
reads: [active_household, member, person_alive, authorisation_in_force, card_in_force, aid_member, employee_contribution, policy, night]
parameters: [standard, obligor_age_max, obligor_wage_multiple, wage_months_min]
authorisation: true
legal_basis:
  - 特困人员认定办法（民发〔2021〕43号）：法定义务人无履行义务能力的方可认定 [GK]
  - 贵州省特困人员认定条件：法定义务人无履行义务能力的情形，其中重度残疾、三级智力或精神残疾须看残疾人证 [S64]
  - 年龄和工资倍数为一般知识 [GK]
false_positives:
  - {case: 子女长期失去联系，或抚养赡养关系经法院判决解除, check: 查看公安查找证明、判决书}
  - {case: 子女本人重病、负担未成年子女或债务，实际无力赡养, check: 了解子女家庭人均收入和支出}
  - {case: 养子女、继子女的关系已经解除, check: 查看收养登记、解除协议}
sentence: 特困供养家庭的一名成年子女（法定义务人，已授权）最近三个整月中有{months}个月的职工养老保险缴费基数高于低保标准的{obligor_wage_multiple}倍，且没有登记无履行能力的情形。请核实赡养能力和关系；核实前照常供养。
examples:
  - why: 两个月的基数比两倍标准多一分
    as_of: 2026-11-22
    policy: &demo {standard: "1040", obligor_age_max: 60, obligor_wage_multiple: "2", wage_months_min: 2}
    given: &tekun
      household: [{record_no: R1, household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01}]
      member:
        - {record_no: M1, household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {record_no: M2, household_no: H1, person_key: P2, relation: 子, member_kind: 法定义务人}
      person: [{person_key: P2, birth_date: 1980-01-01}]
      authorisation: [{record_no: A2, household_no: H1, person_key: P2, purpose: 社会救助, signed_on: 2026-01-01}]
      income: &wages
        - {record_no: C1, kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P2, month: 2026-10-01, yuan_month: "2080.01"}
        - {record_no: C2, kind: contribution, scheme: 机关事业养老, status: 补缴, person_key: P2, month: 2026-08-01, yuan_month: "2080.01"}
    expect: [{anchor_record_no: M2, person_key: P2, household_no: H1, program: 特困供养, months: 2, certainty: certain}]
  - why: 有一个月正好两倍
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *tekun
      income:
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P2, month: 2026-10-01, yuan_month: "2080"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P2, month: 2026-08-01, yuan_month: "9000"}
        - {kind: contribution, scheme: 企业职工养老, status: 已缴, person_key: P2, month: 2026-07-01, yuan_month: "9000"}
    expect: []
  - why: 义务人没有授权，不看其他部门的记录
    as_of: 2026-11-22
    policy: *demo
    given: {<<: *tekun, authorisation: []}
    expect: []
  - why: 满六十周岁；本人重残
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *tekun
      person: [{person_key: P2, birth_date: 1966-11-22}]
    expect: []
  - why: 本人重残，或本人也在享救助
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *tekun
      disability_card: [{person_key: P2, category: 肢体, grade: 二级, status: 有效}]
    expect: []
  - why: 本人在享低保
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *tekun
      household:
        - {record_no: R1, household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01}
        - {record_no: R2, household_no: H2, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}
      member:
        - {record_no: M2, household_no: H1, person_key: P2, relation: 子, member_kind: 法定义务人}
        - {record_no: M3, household_no: H2, person_key: P2, relation: 本人, member_kind: 共同生活}
    expect: []
  - why: 低保家庭的义务人不在本规则；兄弟姐妹不是法定义务人中的子女
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *tekun
      member: [{record_no: M2, household_no: H1, person_key: P2, relation: 兄弟姐妹, member_kind: 法定义务人}]
    expect: []
  - why: 年龄上限未知，不核算
    as_of: 2026-11-22
    policy: {standard: "1040", obligor_wage_multiple: "2", wage_months_min: 2}
    given: *tekun
    expect: []
---*/
WITH severe AS (
    SELECT person_key
    FROM card_in_force
    WHERE grade IN ('一级', '二级') OR category IN ('智力', '精神')
),

obligor AS (
    SELECT
        member.record_no,
        member.person_key,
        home.household_no,
        home.program,
        home.division_code,
        policy.obligor_wage_multiple,
        policy.wage_months_min,
        policy.standard
    FROM active_household AS home
    CROSS JOIN night
    INNER JOIN policy ON home.locality = policy.locality AND coalesce(home.residence, '') = policy.residence
    INNER JOIN member ON home.household_no = member.household_no
    INNER JOIN person_alive ON member.person_key = person_alive.person_key AND person_alive.died_on IS NULL
    SEMI JOIN authorisation_in_force
        ON member.household_no = authorisation_in_force.household_no
        AND member.person_key = authorisation_in_force.person_key
    ANTI JOIN severe ON member.person_key = severe.person_key
    ANTI JOIN aid_member ON member.person_key = aid_member.person_key
    WHERE
        home.program = '特困供养' AND member.member_kind = '法定义务人' AND member.relation IN ('子', '女')
        -- of age: Civil Code, article 17
        AND person_alive.birth_date + to_years(18) <= night.as_of
        AND person_alive.birth_date + to_years(policy.obligor_age_max::INTEGER) > night.as_of
)

SELECT
    'civil_affairs.household_members' AS anchor_table,
    obligor.record_no AS anchor_record_no,
    obligor.person_key,
    obligor.household_no,
    obligor.program,
    obligor.division_code,
    obligor.obligor_wage_multiple,
    count(DISTINCT income.month) AS months,
    list({
        'source_table': income.source_table, 'record_no': income.record_no,
        'what': income.scheme || '缴费', 'value': income.yuan_month::VARCHAR, 'on': income.month
    } ORDER BY income.month, income.source_table, income.record_no) AS evidence
FROM obligor
CROSS JOIN night
INNER JOIN employee_contribution AS income ON obligor.person_key = income.person_key
WHERE
    income.status IN ('已缴', '补缴')
    AND income.month >= date_trunc('month', night.as_of) - to_months(3)
    AND income.yuan_month > obligor.obligor_wage_multiple * obligor.standard
GROUP BY
    obligor.record_no,
    obligor.person_key,
    obligor.household_no,
    obligor.program,
    obligor.division_code,
    obligor.obligor_wage_multiple,
    obligor.wage_months_min
HAVING count(DISTINCT income.month) >= obligor.wage_months_min
