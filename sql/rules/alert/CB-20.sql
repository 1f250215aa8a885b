/*---
id: CB-20
title: 低保边缘、刚性支出困难认定已到期
title_en: tier expired
class: 错保
level: yellow
status: live
version: 1
needs: [civil_affairs.households]
reads: [active_household, policy, night]
parameters: [rigid_valid_months]
authorisation: false
legal_basis:
  - 刚性支出困难家庭认定办法 要点：认定有效期不超过12个月 [S21]
false_positives:
  - {case: 正在办理续期或复核, check: 查看续期申请和受理日期}
  - {case: 已续期，有效期没有录入, check: 查看续期确认文书并补录有效期}
sentence: "{program}认定{reason}，系统中仍为在享并推送其他部门。请及时复核续期或按程序退出，续期前不因本提示停发。"
examples:
  - why: 没有填写有效期的刚性支出困难家庭，批准已满十二个月又一天；填写了的按有效期
    as_of: 2026-11-22
    policy: &year {rigid_valid_months: 12}
    given:
      household:
        - {record_no: R1, household_no: H1, program: 刚性支出困难, status: 在享, approved_on: 2025-11-21}
        - {record_no: R2, household_no: H2, program: 低保边缘, status: 在享, approved_on: 2025-01-01, valid_until: 2026-11-21}
        - {record_no: R3, household_no: H3, program: 刚性支出困难, status: 在享, approved_on: 2026-03-01, valid_until: 2026-09-30}
    expect:
      - {anchor_record_no: R1, household_no: H1, program: 刚性支出困难, reason: 2025-11-21批准，已超过12个月, certainty: certain}
      - {anchor_record_no: R2, reason: 有效期至2026-11-21，已过期}
      - {anchor_record_no: R3, reason: 有效期至2026-09-30，已过期}
  - why: 有效期最后一日；正好十二个月；已续期的看有效期；没有有效期的低保边缘不知道；低保没有有效期
    as_of: 2026-11-22
    policy: *year
    given:
      household:
        - {household_no: H1, program: 低保边缘, status: 在享, approved_on: 2025-01-01, valid_until: 2026-11-22}
        - {household_no: H2, program: 刚性支出困难, status: 在享, approved_on: 2025-11-22}
        - {household_no: H3, program: 刚性支出困难, status: 在享, approved_on: 2024-01-01, valid_until: 2027-01-01}
        - {household_no: H4, program: 低保边缘, status: 在享, approved_on: 2020-01-01}
        - {household_no: H5, program: 最低生活保障, status: 在享, approved_on: 2020-01-01, valid_until: 2026-01-01}
    expect: []
  - why: 已退出或停发的不再推送
    as_of: 2026-11-22
    policy: *year
    given:
      household:
        - {household_no: H1, program: 刚性支出困难, status: 已退出, approved_on: 2024-01-01, ended_on: 2025-01-01}
        - {household_no: H2, program: 低保边缘, status: 停发, approved_on: 2024-01-01, valid_until: 2025-01-01}
    expect: []
  - why: 有效月数未知，不核算
    as_of: 2026-11-22
    given: {household: [{household_no: H1, program: 刚性支出困难, status: 在享, approved_on: 2024-01-01}]}
    expect: []
---*/
SELECT
    'civil_affairs.households' AS anchor_table,
    active_household.record_no AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    active_household.household_no,
    active_household.program,
    active_household.division_code,
    policy.rigid_valid_months,
    if(
        active_household.valid_until IS NULL,
        active_household.approved_on::VARCHAR || '批准，已超过' || policy.rigid_valid_months || '个月',
        '有效期至' || active_household.valid_until::VARCHAR || '，已过期'
    ) AS reason,
    [{
        'source_table': active_household.source_table, 'record_no': active_household.record_no,
        'what': if(active_household.valid_until IS NULL, '批准日期', '有效期至'), 'value': NULL::VARCHAR,
        'on': coalesce(active_household.valid_until, active_household.approved_on)
    }] AS evidence
FROM active_household
CROSS JOIN night
INNER JOIN policy
    ON active_household.locality = policy.locality AND coalesce(active_household.residence, '') = policy.residence
WHERE
    active_household.program IN ('低保边缘', '刚性支出困难')
    -- a rule is not asked where its value is unknown, also of a household whose own validity is known
    AND policy.rigid_valid_months IS NOT NULL
    AND coalesce(
        active_household.valid_until < night.as_of,
        active_household.program = '刚性支出困难'
        AND active_household.approved_on < night.as_of - to_months(policy.rigid_valid_months::INTEGER)
    )
