/*---
id: CB-28
title: 孤儿、事实无人抚养儿童保障条件可能已消失
title_en: ground ended
class: 错保
level: yellow
status: live
version: 1
needs:
  - civil_affairs.benefits
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.children
  - civil_affairs.disabilities
  - civil_affairs.deaths
reads: [active_benefit, person_alive, ground_ended, member, household_place, locality, policy, night]
parameters: [child_allowance_age]
policy_by: both
authorisation: false
legal_basis:
  - 关于进一步加强事实无人抚养儿童保障工作的意见（民发〔2019〕62号）：父母一方或双方状况改变的，停止保障 [GK]
  - 厦门海沧 2022 / 钦州 事实无人抚养儿童情形界定：父母重残、重病等 [S70]
  - 广东 事实无人抚养儿童范围：18岁以上在读可延续 [S71]
false_positives:
  - {case: 年满18周岁仍在全日制学校就读, check: 查看学籍证明，符合延续条件的登记在校}
  - {case: 父母释放后又被羁押，或另一方仍失踪、失联, check: 向公安、司法部门核实父母现状}
  - {case: 残疾人证到期未换、正在重新评定, check: 查看换证和评定记录，等待期间照常发放}
  - {case: 收养尚未完成登记, check: 查看收养登记证}
sentence: 正在发放{benefit}，但{reasons}。请核实孩子现状；核实前照常发放，符合延续条件的补登依据。
examples:
  - why: 当天满十八周岁；父亲状况已正常；已被收养；母亲的残疾人证降为三级肢体
    as_of: 2026-11-22
    policy: &adult {child_allowance_age: 18}
    given: &paid
      person: [{person_key: C1, birth_date: 2008-11-22}, {person_key: C2, birth_date: 2015-01-01}]
      benefit:
        - {record_no: B1, program: 孤儿基本生活费, person_key: C1, start_on: 2020-01-01, division_code: 999901001001}
        - {record_no: B2, program: 事实无人抚养儿童基本生活费, person_key: C2, start_on: 2020-01-01, division_code: 999901001001}
        - {record_no: B3, program: 孤儿基本生活费, person_key: C3, start_on: 2020-01-01, division_code: 999901001001}
        - {record_no: B4, program: 事实无人抚养儿童基本生活费, person_key: C4, start_on: 2020-01-01, division_code: 999901001001}
      child:
        - {record_no: L1, person_key: C1, category: 孤儿, father_status: 死亡, mother_status: 死亡}
        - {record_no: L2, person_key: C2, category: 事实无人抚养儿童, father_key: P2, father_status: 正常, father_status_since: 2026-10-01, mother_status: 死亡}
        - {record_no: L3, person_key: C3, category: 孤儿, adopted_on: 2026-11-22}
        - {record_no: L4, person_key: C4, category: 事实无人抚养儿童, mother_key: P4, father_status: 服刑, mother_status: 重残}
      disability_card: [{record_no: D4, person_key: P4, category: 肢体, grade: 三级, status: 有效}]
    expect:
      - {anchor_record_no: B1, person_key: C1, household_no: null, division_code: 999901001001, benefit: 孤儿基本生活费, reasons: 已满18周岁，没有在校登记, certainty: certain}
      - {anchor_record_no: B2, reasons: 父亲状况已登记为正常}
      - {anchor_record_no: B3, reasons: 已登记被收养}
      - {anchor_record_no: B4, reasons: 母亲登记为重残而没有有效的重残等级残疾人证}
  - why: 差一天满十八周岁；满十八周岁而在校；状况没有登记的不知道；重残的证件有效；没有证件记录的不知道
    as_of: 2026-11-22
    policy: *adult
    given:
      <<: *paid
      person: [{person_key: C1, birth_date: 2008-11-23}, {person_key: C2, birth_date: 2007-01-01}]
      member: [{household_no: H1, person_key: C2, relation: 子, member_kind: 共同生活, declared_work: 在校}]
      child:
        - {person_key: C2, category: 事实无人抚养儿童}
        - {person_key: C3, category: 困境儿童, father_status: 正常, mother_status: 正常}
        - {person_key: C4, category: 事实无人抚养儿童, father_key: P3, father_status: 重残, mother_key: P4, mother_status: 重残}
      disability_card: [{person_key: P4, category: 精神, grade: 三级, status: 有效}]
    expect: []
  - why: 证件已过期而没有另一张有效的；正常状况和收养在核对日以后才开始的不算
    as_of: 2026-11-22
    policy: *adult
    given:
      <<: *paid
      child:
        - {record_no: L2, person_key: C2, category: 事实无人抚养儿童, father_status: 正常, father_status_since: 2026-11-23, adopted_on: 2026-11-23}
        - {record_no: L4, person_key: C4, category: 事实无人抚养儿童, mother_key: P4, father_status: 服刑, mother_status: 重残}
      person: [{person_key: C1, birth_date: 2010-01-01}]
      disability_card: [{record_no: D4, person_key: P4, category: 肢体, grade: 一级, status: 有效, valid_until: 2026-11-21}]
    expect: [{anchor_record_no: B4}]
  - why: 已停发；孩子已去世的另有规则
    as_of: 2026-11-22
    policy: *adult
    given:
      <<: *paid
      benefit:
        - {record_no: B1, program: 孤儿基本生活费, person_key: C1, start_on: 2020-01-01, end_on: 2026-11-22}
        - {record_no: B3, program: 孤儿基本生活费, person_key: C3, start_on: 2020-01-01}
      death: [{person_key: C3, died_on: 2026-11-01}]
    expect: []
  - why: 年龄上限未知，不核算
    as_of: 2026-11-22
    given: *paid
    expect: []
---*/
WITH student AS (
    SELECT DISTINCT person_key
    FROM member
    WHERE declared_work = '在校'
),

ground AS (
    SELECT
        person_key,
        list_sort(list(DISTINCT reason)) AS reasons,
        list_sort(list(DISTINCT {
            'source_table': source_table, 'record_no': record_no, 'what': reason, 'value': said, 'on': on_date
        })) AS evidence
    FROM ground_ended
    GROUP BY person_key
),

receiving AS (
    SELECT
        active_benefit.*,
        home.household_no AS home_no,
        home.program AS home_program,
        coalesce(home.division_code, active_benefit.division_code) AS place_code,
        policy.locality,
        policy.residence,
        policy.child_allowance_age,
        person_alive.birth_date,
        person_alive.birth_date + to_years(policy.child_allowance_age::INTEGER) <= night.as_of
        AND student.person_key IS NULL AS grown
    FROM active_benefit
    CROSS JOIN night
    INNER JOIN person_alive ON active_benefit.person_key = person_alive.person_key AND person_alive.died_on IS NULL
    LEFT JOIN student ON active_benefit.person_key = student.person_key
    LEFT JOIN household_place AS home ON active_benefit.household_no = home.household_no
    INNER JOIN locality ON coalesce(home.division_code, active_benefit.division_code, '') = locality.division_code
    INNER JOIN policy ON locality.locality = policy.locality AND coalesce(home.residence, '') = policy.residence
    WHERE
        active_benefit.program IN ('孤儿基本生活费', '事实无人抚养儿童基本生活费')
        AND policy.child_allowance_age IS NOT NULL
)

SELECT
    'civil_affairs.benefits' AS anchor_table,
    receiving.record_no AS anchor_record_no,
    receiving.person_key,
    receiving.home_no AS household_no,
    receiving.home_program AS program,
    receiving.place_code AS division_code,
    receiving.locality,
    receiving.residence,
    receiving.program AS benefit,
    array_to_string(
        if(receiving.grown, ['已满' || receiving.child_allowance_age || '周岁，没有在校登记'], [])
        || coalesce(ground.reasons, []),
        '；'
    ) AS reasons,
    if(receiving.grown, [{
        'source_table': receiving.source_table, 'record_no': receiving.record_no,
        'what': receiving.program, 'value': '出生日期', 'on': receiving.birth_date
    }], []) || coalesce(ground.evidence, []) AS evidence
FROM receiving
LEFT JOIN ground ON receiving.person_key = ground.person_key
WHERE receiving.grown OR ground.person_key IS NOT NULL
