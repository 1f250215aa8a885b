/*---
id: ZD-01
title: 新增重度残疾人，不在救助范围
title_en: newly severely disabled, in no program
class: 主动发现
level: yellow
status: live
version: 1
needs:
  - civil_affairs.disabilities
  - civil_affairs.households
  - civil_affairs.household_members
  - civil_affairs.deaths
reads: [card_in_force, disability_card, aid_member, death_of, locality, policy, night]
parameters: [new_card_days]
policy_by: row
authorisation: false
statutory_ground: 社会救助暂行办法关于主动发现的职责；只看残疾等级、发证日期和是否在享救助 [GK]
legal_basis:
  - 民政部关于加强低收入人口认定和动态监测工作的通知（2024年5月）：监测指标包括残疾 [S27]
false_positives:
  - {case: 到期换证，残疾等级没有变化, check: 查看上一张证的等级和有效期}
  - {case: 家庭经济条件较好, check: 电话或上门了解，不申请的不再打扰}
sentence: 于{issued_on}新领{category}残疾{grade}证，不在任何在享救助家庭中。请上门了解家庭是否困难，告知残疾人两项补贴和社会救助政策。
township: 辖区内有新领证的重度残疾人，不在救助范围。请上门了解家庭是否困难，告知残疾人两项补贴和社会救助政策。
examples:
  - why: 核对日前29天发证；报在流水号最小的一张；以前的三级证不妨碍（等级提高）
    as_of: 2026-11-22
    policy: &policy {new_card_days: 30}
    given:
      disability_card: &cards
        - {record_no: D2, person_key: P1, category: 肢体, grade: 二级, status: 有效, issued_on: 2026-10-24, division_code: 999901001001}
        - {record_no: D3, person_key: P1, category: 听力, grade: 一级, status: 有效, issued_on: 2026-11-22}
        - {record_no: D1, person_key: P1, category: 肢体, grade: 三级, status: 注销, issued_on: 2016-01-01}
    expect: [{anchor_record_no: D2, person_key: P1, household_no: null, division_code: 999901001001, issued_on: 2026-10-24}]
  - why: 恰在30天前发证；三级；明天发证；发证日期不明
    as_of: 2026-11-22
    policy: *policy
    given:
      disability_card:
        - {person_key: P1, grade: 一级, status: 有效, issued_on: 2026-10-23}
        - {person_key: P2, grade: 三级, status: 有效, issued_on: 2026-11-01}
        - {person_key: P3, grade: 一级, status: 有效, issued_on: 2026-11-23}
        - {person_key: P4, grade: 一级, status: 有效}
    expect: []
  - why: 以前已有重度残疾证，是换证
    as_of: 2026-11-22
    policy: *policy
    given:
      disability_card:
        - {person_key: P1, grade: 一级, status: 有效, issued_on: 2026-11-01}
        - {person_key: P1, grade: 二级, status: 过期, issued_on: 2016-01-01}
    expect: []
  - why: 在享救助家庭的共同生活成员；已去世
    as_of: 2026-11-22
    policy: *policy
    given:
      disability_card: [{person_key: P1, grade: 一级, status: 有效, issued_on: 2026-11-01}, {person_key: P2, grade: 一级, status: 有效, issued_on: 2026-11-01}]
      household: [{household_no: J1, program: 刚性支出困难, status: 在享, approved_on: 2026-01-01}]
      member: [{household_no: J1, person_key: P1, member_kind: 共同生活}]
      death: [{person_key: P2, died_on: 2026-11-10}]
    expect: []
  - why: 追溯天数未知，不运行
    as_of: 2026-11-22
    policy: {}
    given: {disability_card: *cards}
    expect: []
---*/
WITH severe AS (
    SELECT card_in_force.*
    FROM card_in_force
    ANTI JOIN aid_member ON card_in_force.person_key = aid_member.person_key
    ANTI JOIN death_of ON card_in_force.person_key = death_of.person_key
    WHERE card_in_force.grade IN ('一级', '二级')
),

fresh AS (
    SELECT
        severe.*,
        policy.new_card_days
    FROM severe
    CROSS JOIN night
    INNER JOIN locality ON coalesce(severe.division_code, '') = locality.division_code
    INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
    WHERE
        severe.issued_on > night.as_of - policy.new_card_days::INTEGER
        AND severe.issued_on <= night.as_of
)

SELECT
    fresh.source_table AS anchor_table,
    fresh.record_no AS anchor_record_no,
    fresh.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    fresh.division_code,
    fresh.category,
    fresh.grade,
    fresh.issued_on,
    fresh.new_card_days,
    [{
        'source_table': fresh.source_table, 'record_no': fresh.record_no,
        'what': '残疾人证发证日期', 'value': fresh.grade, 'on': fresh.issued_on
    }] AS evidence
FROM fresh
CROSS JOIN night
WHERE
    NOT EXISTS (
        SELECT 1 FROM disability_card AS earlier
        WHERE
            earlier.person_key = fresh.person_key AND earlier.grade IN ('一级', '二级')
            AND earlier.issued_on <= night.as_of - fresh.new_card_days::INTEGER
    )
QUALIFY row_number() OVER (PARTITION BY fresh.person_key ORDER BY fresh.record_no) = 1
