/*---
id: ZJ-02
title: 死亡未在其他部门登记
title_en: death known here, not elsewhere
class: 资金
level: yellow
status: live
version: 1
needs: [civil_affairs.deaths, civil_affairs.benefits, medical_insurance.enrolments, human_resources.pensions]
reads: [death, death_of, active_benefit, enrolment, income, locality, policy, night]
parameters: [death_report_days]
policy_by: row
authorisation: false
statutory_ground: 殡葬管理部门向公安、人社、医保通报死亡信息的共享要求；只看是否仍登记为在世，不看待遇内容 [GK]
legal_basis:
  - 火化人员未注销户口的比对通报 [S42]
  - 天数为目录所列 [PROP]
false_positives:
  - {case: 家属正在办理注销, check: 电话询问办理进度}
  - {case: 殡葬登记误填了办理人的证号, check: 核对火化证明，确认逝者身份}
sentence: "{died_on}登记死亡，已{days}天，仍有{places}。请核实后列入“请协助办理注销”名单，函告公安及有关部门。"
examples:
  - why: 满三十一天仍正常参保、养老金在发、待遇在发
    as_of: 2026-11-22
    policy: &policy {death_report_days: 30}
    given:
      death: [{record_no: X1, person_key: P1, died_on: 2026-10-22, division_code: 999901001001}, {record_no: X2, person_key: P1, died_on: 2026-11-01}]
      enrolment: [{record_no: E1, person_key: P1, status: 正常参保}]
      income: [{record_no: N1, kind: pension, person_key: P1, status: 在发}]
      benefit: [{record_no: B1, program: 高龄津贴, person_key: P1, start_on: 2026-01-01}]
    expect: [{anchor_record_no: X1, person_key: P1, household_no: null, division_code: 999901001001, days: 31, places: 养老金在发、医保正常参保、民政待遇在发}]
  - why: 恰好三十天；已暂停参保；养老金已停；在世的人
    as_of: 2026-11-22
    policy: *policy
    given:
      death: [{person_key: P1, died_on: 2026-10-23}, {person_key: P2, died_on: 2026-01-01}]
      enrolment: [{person_key: P1, status: 正常参保}, {person_key: P2, status: 暂停参保}, {person_key: P3, status: 正常参保}]
      income: [{kind: pension, person_key: P2, status: 停发}]
    expect: []
  - why: 天数未知，不问
    as_of: 2026-11-22
    given: {death: [{person_key: P1, died_on: 2026-01-23}], enrolment: [{person_key: P1, status: 正常参保}]}
    expect: []
---*/
WITH living AS (
    SELECT
        person_key,
        '医保正常参保' AS what,
        source_table,
        record_no,
        enrolled_on AS since
    FROM enrolment WHERE status = '正常参保'
    UNION ALL
    SELECT
        person_key,
        '养老金在发' AS what,
        source_table,
        record_no,
        from_on AS since
    FROM income WHERE kind = 'pension' AND status = '在发'
    UNION ALL
    SELECT
        person_key,
        '民政待遇在发' AS what,
        source_table,
        record_no,
        start_on AS since
    FROM active_benefit
),

told AS (
    SELECT
        living.person_key,
        string_agg(DISTINCT living.what, '、' ORDER BY living.what) AS places,
        list_sort(list({
            'source_table': living.source_table, 'record_no': living.record_no,
            'what': living.what, 'value': NULL::VARCHAR, 'on': living.since
        })) AS items
    FROM living
    SEMI JOIN death_of ON living.person_key = death_of.person_key
    GROUP BY living.person_key
)

SELECT
    death.source_table AS anchor_table,
    death.record_no AS anchor_record_no,
    death.person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    death.division_code,
    death.died_on,
    night.as_of - death.died_on AS days,
    told.places,
    list_concat([{
        'source_table': death.source_table, 'record_no': death.record_no,
        'what': '死亡日期', 'value': death.died_on::VARCHAR, 'on': death.died_on
    }], told.items) AS evidence
FROM death
INNER JOIN death_of ON death.person_key = death_of.person_key AND death.died_on = death_of.died_on
INNER JOIN told ON death.person_key = told.person_key
CROSS JOIN night
INNER JOIN locality ON coalesce(death.division_code, '') = locality.division_code
INNER JOIN policy ON locality.locality = policy.locality AND policy.residence = ''
WHERE death.died_on < night.as_of - policy.death_report_days::INTEGER
QUALIFY row_number() OVER (PARTITION BY death.person_key ORDER BY death.record_no) = 1
