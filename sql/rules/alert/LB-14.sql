/*---
id: LB-14
title: 疑似事实无人抚养儿童未纳入保障
title_en: child whose parents are both absent, without allowance
class: 漏保
level: red
status: live
version: 1
needs:
  - civil_affairs.children
  - civil_affairs.deaths
  - civil_affairs.disabilities
  - civil_affairs.benefits
reads: [child_without_parents, active_benefit]
parameters: [child_age, absent_parent_months]
policy_by: row
authorisation: false
legal_basis:
  - 关于进一步加强事实无人抚养儿童保障工作的意见（民发〔2019〕62号） [GK]
  - 厦门海沧、钦州：事实无人抚养儿童的情形界定，父母死亡、重残、重病等；服刑、强制戒毒、失联须满六个月 [S70]
false_positives:
  - {case: 父母一方已获释、已找到或病愈，台账未更新, check: 向村（居）委会和派出所核实现状}
  - {case: 由祖父母等监护, check: 有监护人不影响认定，仍应告知申请}
  - {case: 失联未经公安查找, check: 协助申请公安机关出具查找情况}
sentence: 不满{child_age}周岁的儿童，父亲{father_state}，母亲{mother_state}，没有在发的孤儿或事实无人抚养儿童基本生活费。请立即核实，符合条件的尽快纳入保障。
township: 辖区内一名儿童的父母可能都无法履行监护责任，还没有领取基本生活费。请立即上门核实，符合条件的协助申请。
examples:
  - why: 父亲去世，母亲失联恰满6个月；报在流水号最小的一条台账
    as_of: 2026-11-22
    policy: &policy {child_age: 18, absent_parent_months: 6}
    given:
      person: &minor [{person_key: K1, birth_date: 2015-01-01}]
      child:
        - {record_no: C2, person_key: K1, father_key: F1, mother_key: M1, mother_status: 失联, mother_status_since: 2026-05-22, category: 留守儿童}
        - {record_no: C1, person_key: K1, father_key: F1, mother_key: M1, mother_status: 失联, mother_status_since: 2026-05-22, category: 困境儿童, division_code: 999901001001}
      death: &father_dead [{person_key: F1, died_on: 2020-01-01}]
    expect: [{anchor_record_no: C1, person_key: K1, household_no: null, division_code: 999901001001, father_state: 已去世, mother_state: 失联}]
  - why: 失联差一天满6个月；服刑起始日期不明；母亲状况不明
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: K1, birth_date: 2015-01-01}, {person_key: K2, birth_date: 2015-01-01}, {person_key: K3, birth_date: 2015-01-01}]
      child:
        - {person_key: K1, father_key: F1, mother_status: 失联, mother_status_since: 2026-05-23, category: 困境儿童}
        - {person_key: K2, father_key: F1, mother_status: 服刑, category: 困境儿童}
        - {person_key: K3, father_key: F1, mother_key: M3, category: 困境儿童}
      death: *father_dead
    expect: []
  - why: 父亲持精神四级证，母亲持肢体二级证；肢体三级不算重残
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: K1, birth_date: 2015-01-01}, {person_key: K2, birth_date: 2015-01-01}]
      child:
        - {record_no: C1, person_key: K1, father_key: F1, mother_key: M1, category: 困境儿童}
        - {record_no: C2, person_key: K2, father_key: F1, mother_key: M2, category: 困境儿童}
      disability_card:
        - {record_no: D1, person_key: F1, category: 精神, grade: 四级, status: 有效}
        - {record_no: D2, person_key: M1, category: 肢体, grade: 二级, status: 有效}
        - {record_no: D3, person_key: M2, category: 肢体, grade: 三级, status: 有效}
    expect: [{anchor_record_no: C1, father_state: 持精神残疾四级证, mother_state: 持肢体残疾二级证}]
  - why: 已享事实无人抚养儿童基本生活费；已被收养；当天满18周岁；出生日期不明；已去世
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: K1, birth_date: 2015-01-01}, {person_key: K2, birth_date: 2015-01-01}, {person_key: K3, birth_date: 2008-11-22}, {person_key: K5, birth_date: 2015-01-01}]
      child:
        - {person_key: K1, father_status: 死亡, mother_status: 重病, category: 困境儿童}
        - {person_key: K2, father_status: 死亡, mother_status: 撤销监护, adopted_on: 2026-11-22, category: 困境儿童}
        - {person_key: K3, father_status: 死亡, mother_status: 失踪, category: 困境儿童}
        - {person_key: K4, father_status: 死亡, mother_status: 失踪, category: 困境儿童}
        - {person_key: K5, father_status: 死亡, mother_status: 失踪, category: 困境儿童}
      benefit: [{program: 事实无人抚养儿童基本生活费, person_key: K1, start_on: 2026-11-22}]
      death: [{person_key: K5, died_on: 2026-11-01}]
    expect: []
  - why: 父母状况都由台账登记，一方正常则不报
    as_of: 2026-11-22
    policy: *policy
    given:
      person: [{person_key: K1, birth_date: 2015-01-01}, {person_key: K2, birth_date: 2015-01-01}]
      child:
        - {record_no: C1, person_key: K1, father_status: 强制戒毒, father_status_since: 2026-01-01, mother_status: 遣送, category: 困境儿童}
        - {record_no: C2, person_key: K2, father_status: 重残, mother_status: 正常, category: 困境儿童}
    expect: [{anchor_record_no: C1, father_state: 强制戒毒, mother_state: 遣送}]
  - why: 月数未知，不运行
    as_of: 2026-11-22
    policy: {child_age: 18}
    given: {person: *minor, child: [{person_key: K1, father_status: 死亡, mother_status: 重病, category: 困境儿童}]}
    expect: []
---*/
SELECT
    child.source_table AS anchor_table,
    child.record_no AS anchor_record_no,
    child.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    child.division_code,
    child.child_age,
    child.father_state,
    child.mother_state,
    child.proof AS evidence
FROM child_without_parents AS child
ANTI JOIN active_benefit
    ON
    child.person_key = active_benefit.person_key
    AND active_benefit.program IN ('孤儿基本生活费', '事实无人抚养儿童基本生活费')
WHERE child.absent_parent_months IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY child.person_key ORDER BY child.record_no) = 1
