/*---
id: RQ-02
title: 近亲属备案后县级未入户核查
title_en: declared, no county visit
class: 人情保
level: yellow
status: live
version: 1
needs: [civil_affairs.households, civil_affairs.household_members, civil_affairs.deaths, civil_affairs.staff_relatives]
reads: [located_household, counted_member, staff_relative, policy, night]
parameters: [relative_visit_days]
authorisation: false
legal_basis:
  - 低保经办人与申请人是近亲属须备案，县级民政部门全部入户调查 [S2]
  - 郑州市中原区棉纺路街道 低保审核审批信息 2023 [S8]
  - 入户期限为本系统设定 [PROP]
false_positives:
  - {case: 已入户，核查日期没有录入, check: 查看县级入户核查表并补录日期}
  - {case: 备案后该户已退出或申请已撤回, check: 查看救助家庭状态}
sentence: 经办人员已备案近亲属（{relation}），该近亲属所在家庭{standing}，备案日期{filed_on}，已超过{relative_visit_days}天而没有县级入户核查记录。请由与该经办人员无关的人员入户；入户前不因此停发。
examples:
  - why: 备案三十一天没有入户；申请中的家庭也核对
    as_of: 2026-11-22
    policy: &month {relative_visit_days: 30}
    given: &filed
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}
        - {record_no: R2, household_no: H2, program: 临时救助, status: 申请中, applied_on: 2026-11-20}
      member:
        - {household_no: H1, person_key: P1, relation: 本人, member_kind: 共同生活}
        - {household_no: H2, person_key: P2, relation: 配偶, member_kind: 共同生活}
      staff_relative:
        - {record_no: K1, handler_no: "01", handler_key: S1, relative_key: P1, relation: 父母, filed_on: 2026-10-22}
        - {record_no: K2, handler_no: "01", handler_key: S1, relative_key: P2, relation: 子女, filed_on: 2026-01-01}
        - {record_no: K3, handler_no: "02", handler_key: S2, relative_key: P8, filed_on: 2026-01-01, visited_on: 2026-01-15}
    expect:
      - {anchor_record_no: K1, person_key: P1, household_no: H1, program: 最低生活保障, division_code: 999901001001, relation: 父母, standing: 在享最低生活保障, certainty: certain}
      - {anchor_record_no: K2, household_no: H2, standing: 申请临时救助}
  - why: 正好三十天；已入户；备案日期没有填写；近亲属不在救助家庭中
    as_of: 2026-11-22
    policy: *month
    given:
      <<: *filed
      staff_relative:
        - {handler_key: S1, relative_key: P1, filed_on: 2026-10-23}
        - {handler_key: S1, relative_key: P1, filed_on: 2026-01-01, visited_on: 2026-11-22}
        - {handler_key: S1, relative_key: P1}
        - {handler_key: S2, relative_key: P8, filed_on: 2026-01-01}
    expect: []
  - why: 登记的入户日期在核对日以后，尚未入户
    as_of: 2026-11-22
    policy: *month
    given:
      <<: *filed
      staff_relative: [{record_no: K1, handler_key: S1, relative_key: P1, filed_on: 2026-01-01, visited_on: 2026-11-23}]
    expect: [{anchor_record_no: K1}]
  - why: 备案表中没有一行填写过入户日期，是没有交付这一列，不知道
    as_of: 2026-11-22
    policy: *month
    given:
      <<: *filed
      staff_relative: [{handler_key: S1, relative_key: P1, filed_on: 2026-01-01}]
    expect: []
  - why: 备案的近亲属已去世，或家庭已退出
    as_of: 2026-11-22
    policy: *month
    given:
      <<: *filed
      death: [{person_key: P2, died_on: 2026-11-01}]
      household:
        - {record_no: R1, household_no: H1, program: 最低生活保障, status: 已退出, approved_on: 2026-01-01}
        - {record_no: R2, household_no: H2, program: 最低生活保障, status: 在享, approved_on: 2026-01-01}
    expect: []
  - why: 入户期限未知，不核算
    as_of: 2026-11-22
    given: *filed
    expect: []
---*/
WITH kept AS (
    -- a delivery without the column says nothing of visits: only a table in which somebody was visited is asked
    SELECT count(*) > 0 AS visits_are_recorded
    FROM staff_relative
    WHERE visited_on IS NOT NULL
)

SELECT
    staff_relative.source_table AS anchor_table,
    staff_relative.record_no AS anchor_record_no,
    staff_relative.relative_key AS person_key,
    home.household_no,
    home.program,
    home.division_code,
    home.locality,
    coalesce(home.residence, '') AS residence,
    staff_relative.relation,
    staff_relative.filed_on,
    policy.relative_visit_days,
    if(home.is_active, '在享', '申请') || home.program AS standing,
    [{
        'source_table': staff_relative.source_table, 'record_no': staff_relative.record_no,
        'what': '近亲属备案', 'value': staff_relative.relation, 'on': staff_relative.filed_on
    }] AS evidence
FROM staff_relative
CROSS JOIN night
CROSS JOIN kept
INNER JOIN counted_member ON staff_relative.relative_key = counted_member.person_key
INNER JOIN located_household AS home ON counted_member.household_no = home.household_no
INNER JOIN policy ON home.locality = policy.locality AND coalesce(home.residence, '') = policy.residence
WHERE
    kept.visits_are_recorded
    AND (staff_relative.visited_on IS NULL OR staff_relative.visited_on > night.as_of)
    AND staff_relative.filed_on < night.as_of - policy.relative_visit_days::INTEGER
    AND (
        home.status = '申请中'
        OR (home.is_active AND home.program IN ('特困供养', '最低生活保障', '低保边缘', '刚性支出困难'))
    )
QUALIFY row_number() OVER (
    PARTITION BY staff_relative.record_no ORDER BY home.is_active DESC, home.household_no ASC, home.record_no ASC
) = 1
