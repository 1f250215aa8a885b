/*---
id: outcome
title: 家庭经济状况核对结果
version: 1
needs: [civil_affairs.households, civil_affairs.household_members, civil_affairs.authorisations, civil_affairs.deaths,
  medical_insurance.settlements, housing.properties, housing.sale_contracts,
  human_resources.contributions, human_resources.employments, human_resources.pensions, human_resources.unemployment]
reads: [verification_tier, night]
parameters: [standard, edge_multiple, disposable_income_year, rigid_share, work_cost_share, resident_pension_exempt_yuan,
  home_count_limit, home_area_per_head_m2]
legal_basis:
  - 最低生活保障审核确认办法（民发〔2021〕57号） [GK]
  - 国办发〔2023〕39号：低收入人口分层分类救助 [S25]
  - 刚性支出困难家庭认定办法 要点 [S21]
  - 低保边缘和刚性支出困难的界线（1.5倍、60%） [S16] [S17]
examples:
  - why: 无收入的低保家庭，符合；未列入范围的家庭没有结果
    as_of: 2026-11-22
    policy: &demo {standard: "1040", edge_multiple: "1.5", disposable_income_year: "48000", rigid_share: "0.6", work_cost_share: "0.1",
      resident_pension_exempt_yuan: "180", home_count_limit: 2, home_area_per_head_m2: "50"}
    given: &one
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, division_code: "999901001001"}
        - {record_no: R2, household_no: H1, program: 特困供养, status: 在享, approved_on: 2025-01-01}
        - {record_no: R3, household_no: H1, program: 低保边缘, status: 申请中, applied_on: 2026-11-23}
        - {record_no: R4, household_no: H9, program: 低保边缘, status: 在享, approved_on: 2025-01-01}
        - {record_no: R5, household_no: H1, program: 临时救助, status: 申请中, applied_on: 2026-11-01}
      member: [{household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}]
      authorisation: [{household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}]
    expect:
      - {record_no: R1, household_no: H1, members: 1, income_yuan_month: "0.00", income_per_head_yuan: "0.00", proposed_tier: 最低生活保障,
         outcome: pass, reasons: ["人均月收入0.00元不高于低保标准1040.00元"]}
  - why: 人均正好等于标准为低保，高一分为低保边缘，1.5倍为界
    as_of: 2026-11-22
    policy: *demo
    given:
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 申请中, applied_on: 2026-11-22, declared_income_yuan_month: "1040"}
        - {record_no: R2, household_no: H2, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1040.01"}
        - {record_no: R3, household_no: H3, program: 低保边缘, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1560"}
        - {record_no: R4, household_no: H4, program: 低保边缘, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1560.01"}
        - {record_no: R5, household_no: H5, program: 刚性支出困难, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1000"}
      member: &five
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H2, person_key: P2, relation: 本人, member_kind: 共同生活}
        - {household_no: H3, person_key: P3, relation: 本人, member_kind: 共同生活}
        - {household_no: H4, person_key: P4, relation: 本人, member_kind: 共同生活}
        - {household_no: H5, person_key: P5, relation: 本人, member_kind: 共同生活}
      authorisation: &all_signed
        - {household_no: H1, person_key: P1, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H2, person_key: P2, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H3, person_key: P3, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H4, person_key: P4, purpose: 社会救助, signed_on: 2025-01-01}
        - {household_no: H5, person_key: P5, purpose: 社会救助, signed_on: 2025-01-01}
    expect:
      - {record_no: R1, proposed_tier: 最低生活保障, outcome: pass}
      - {record_no: R2, proposed_tier: 低保边缘, outcome: fail, next_tier: 低保边缘}
      - {record_no: R3, proposed_tier: 低保边缘, outcome: pass, next_tier: null}
      - {record_no: R4, proposed_tier: 不符合, outcome: fail, next_tier: 其他}
      - {record_no: R5, proposed_tier: 最低生活保障, outcome: pass}
  - why: 刚性支出正好占年收入六成为刚性支出困难，少一分不是；退费和十二个月前的费用不计；人均年收入以48000元为限
    as_of: 2026-11-22
    policy: *demo
    given:
      household:
        - {record_no: R1, household_no: H1, program: 刚性支出困难, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "4000"}
        - {record_no: R2, household_no: H2, program: 刚性支出困难, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "4000"}
        - {record_no: R3, household_no: H3, program: 刚性支出困难, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "4000.01"}
      member: *five
      authorisation: *all_signed
      medical_cost:
        - {person_key: P1, settled_on: 2025-11-23, self_paid_yuan: "28800", valid: 有效}
        - {person_key: P2, settled_on: 2026-11-22, self_paid_yuan: "28799.99", valid: 有效}
        - {person_key: P2, settled_on: 2025-11-22, self_paid_yuan: "50000", valid: 有效}
        - {person_key: P2, settled_on: 2026-01-01, self_paid_yuan: "50000", valid: 退费}
        - {person_key: P3, settled_on: 2026-01-01, self_paid_yuan: "99999", valid: 有效}
    expect:
      - {record_no: R1, proposed_tier: 刚性支出困难, outcome: pass, rigid_expense_year_yuan: "28800.00"}
      - {record_no: R2, proposed_tier: 不符合, outcome: fail}
      - {record_no: R3, proposed_tier: 不符合, outcome: fail}
  - why: 财产不符合不看救助类别和状态；申请中的刚性支出困难家庭有商铺
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *one
      household: [{record_no: R1, household_no: H1, program: 刚性支出困难, status: 申请中, applied_on: 2026-11-01}]
      asset: [{kind: registered, unit_no: U1, usage: 办公, area_m2: "20", person_key: P1, status: 现势}]
    expect:
      - {record_no: R1, proposed_tier: 不符合, outcome: fail, income_yuan_month: "0.00", non_residential: "True",
         reasons: [家庭成员名下有商业或办公用房]}
  - why: 一名成员未授权
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *one
      household: [{record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}]
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 子, member_kind: 共同生活}
    expect:
      - {record_no: R1, members: 2, outcome: not_assessable, proposed_tier: null, income_yuan_month: null, income_per_head_yuan: null,
         reasons: [有1名共同生活的家庭成员没有有效授权]}
  - why: 未授权的成员已死亡，不计入人口，不妨碍核对
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *one
      household: [{record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}]
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H1, person_key: P2, relation: 配偶, member_kind: 共同生活}
      death: [{person_key: P2, died_on: 2026-11-22}]
    expect: [{record_no: R1, members: 1, outcome: pass}]
  - why: 住建从未交付
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *one
      household: [{record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}]
      department: [{department: housing, delivered: false}]
    expect: [{record_no: R1, outcome: not_assessable, proposed_tier: null, reasons: [从未收到住建部门的数据]}]
  - why: 标准分城乡而家庭未填城乡
    as_of: 2026-11-22
    policy:
      <<: *demo
      standard: {城镇: "1040", 农村: "800"}
    given:
      <<: *one
      household:
        - {record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01}
        - {record_no: R2, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, residence: 农村}
    expect:
      - {record_no: R1, outcome: not_assessable, reasons: [当地政策值未知：低保标准], income_yuan_month: null}
      - {record_no: R2, outcome: pass}
  - why: 未知的政策值只在结论取决于它时才使家庭无法核对（逐项的例子见 tests/rules/unknown_policy.yaml）
    as_of: 2026-11-22
    policy: {<<: *demo, edge_multiple: null, home_area_per_head_m2: null, work_cost_share: null}
    given:
      household:
        - {record_no: R1, household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1040"}
        - {record_no: R2, household_no: H2, program: 低保边缘, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1040.01"}
        - {record_no: R3, household_no: H3, program: 低保边缘, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "1040.01"}
      member: *five
      authorisation: *all_signed
      asset: [{kind: registered, unit_no: U1, usage: 商业, area_m2: "20", person_key: P3, status: 现势}]
    expect:
      - {record_no: R1, proposed_tier: 最低生活保障, outcome: pass}
      - {record_no: R2, proposed_tier: null, outcome: not_assessable, reasons: [当地政策值未知：低保边缘倍数], income_yuan_month: null}
      - {record_no: R3, proposed_tier: 不符合, outcome: fail, reasons: [家庭成员名下有商业或办公用房]}
  - why: 使其不符合的住房只是可能属于该成员
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *one
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01}]
      asset: [{kind: registered, unit_no: U1, usage: 商业, area_m2: "20", person_key: P1, person_apart_key: P9, status: 现势}]
    expect:
      - {record_no: R1, outcome: needs_review, proposed_tier: 不符合,
         reasons: [家庭成员名下有商业或办公用房, 不符合的依据是尚未确认的身份关联]}
  - why: 另有确定的不符合事项时，可能的关联不改变结论
    as_of: 2026-11-22
    policy: *demo
    given:
      <<: *one
      household: [{record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2025-01-01, declared_income_yuan_month: "9000"}]
      asset: [{kind: registered, unit_no: U1, usage: 商业, area_m2: "20", person_key: P1, person_apart_key: P9, status: 现势}]
    expect: [{record_no: R1, outcome: fail}]
---*/
WITH ranked AS (
    SELECT
        *,
        ['人均月收入' || per_head_yuan || '元' || if(within_standard, '不高于', '高于') || '低保标准' || standard || '元']
        || if(within_standard, [], [
            '人均月收入' || per_head_yuan || '元' || if(within_edge, '不高于', '高于')
            || '低保边缘线' || cast(edge_yuan AS DECIMAL(18, 2)) || '元'
        ])
        || if(within_standard OR within_edge OR rigid_enough IS NULL, [], [
            '近12个月刚性支出' || rigid_yuan || '元' || if(rigid_enough, '达到', '未达到') || '年收入的规定比例'
        ])
        || if(within_standard OR within_edge OR within_disposable IS NULL, [], [
            '人均年收入' || (per_head_yuan * 12) || '元' || if(within_disposable, '不高于', '高于')
            || '上年度人均可支配收入' || disposable_income_year || '元'
        ]) AS income_reasons,
        if(unauthorised > 0, ['有' || unauthorised || '名共同生活的家庭成员没有有效授权'], [])
        || list_transform(undelivered, LAMBDA label: '从未收到' || label || '部门的数据')
        || list_transform(unknown, LAMBDA label: '当地政策值未知：' || label) AS obstacles,
        list_position(['最低生活保障', '低保边缘', '刚性支出困难', '不符合'], tier)
        <= list_position(['最低生活保障', '低保边缘', '刚性支出困难', '不符合'], program) AS reached
    FROM verification_tier
)

SELECT
    ranked.record_no,
    ranked.household_no,
    ranked.program,
    night.as_of,
    ranked.members,
    if(ranked.assessable, ranked.income_yuan_month, NULL) AS income_yuan_month,
    if(ranked.assessable, ranked.per_head_yuan, NULL) AS income_per_head_yuan,
    if(ranked.assessable, ranked.tier, NULL) AS proposed_tier,
    CASE WHEN NOT ranked.assessable THEN 'not_assessable' WHEN ranked.reached THEN 'pass' ELSE 'fail' END AS outcome,
    -- what to test next where the program asked for does not fit: the tier the figures reach, else what no tier covers
    if(ranked.assessable AND NOT ranked.reached, if(ranked.tier = '不符合', '其他', ranked.tier), NULL) AS next_tier,
    CASE
        WHEN NOT ranked.assessable THEN ranked.obstacles
        WHEN ranked.property_fails
            THEN
                if(ranked.several_homes, ['家庭成员名下住房套数和人均面积超过当地限制'], [])
                || if(ranked.non_residential, ['家庭成员名下有商业或办公用房'], [])
                || if(ranked.home_bought, ['家庭成员近12个月内购买住宅'], [])
        ELSE ranked.income_reasons
    END AS reasons,
    ranked.division_code,
    ranked.locality,
    ranked.residence,
    ranked.unauthorised AS members_unauthorised,
    ranked.declared_income_yuan_month,
    if(ranked.assessable, ranked.verified_yuan_month, NULL) AS verified_income_yuan_month,
    ranked.standard,
    ranked.edge_yuan AS edge_ceiling_yuan,
    ranked.disposable_income_year,
    ranked.rigid_yuan AS rigid_expense_year_yuan,
    ranked.several_homes,
    ranked.non_residential,
    ranked.home_bought
FROM ranked
CROSS JOIN night
