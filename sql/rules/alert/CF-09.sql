/*---
id: CF-09
title: 小额临时救助超额或超次
title_en: petty aid too large or too often
class: 重复
level: yellow
status: live
version: 1
needs: [civil_affairs.temporary_aid]
reads: [temporary_aid, household_place, locality, policy_period, night]
parameters: [small_aid_multiple, small_aid_times_year, standard]
policy_by: both
authorisation: false
legal_basis:
  - 小额临时救助由乡镇审批，不超过低保月标准的规定倍数（宁国市 4 倍） [S57]
  - 每年次数为项目建议 [PROP]
false_positives:
  - {case: 金额含县级追加部分, check: 核对审批层级和追加审批}
  - {case: 一户多人分别申请，录在同一人名下, check: 核对申请人和受益人}
sentence: "{approved_on}批准小额先行救助{amount_yuan}元，{finding}。请核对审批权限。"
examples:
  - why: 超过四倍标准；十二个月内第三次
    as_of: 2026-11-22
    policy: &policy {small_aid_multiple: 4, small_aid_times_year: 2, standard: {2025-07-01: 1000, 2026-07-01: 1040}}
    given:
      household: [{household_no: J1, program: 最低生活保障, status: 在享, approved_on: 2026-01-01, division_code: 999901001001}]
      temporary_aid:
        - {record_no: T1, household_no: J1, person_key: P1, mode: 小额先行, approved_on: 2026-06-30, amount_yuan: 4000.01}
        - {record_no: T2, person_key: P2, mode: 小额先行, approved_on: 2025-10-11, amount_yuan: 800}
        - {record_no: T3, person_key: P2, mode: 小额先行, approved_on: 2026-01-10, amount_yuan: 800}
        - {record_no: T4, person_key: P2, mode: 小额先行, approved_on: 2026-10-10, amount_yuan: 800}
    expect:
      - {anchor_record_no: T1, person_key: P1, household_no: J1, division_code: 999901001001, finding: 超过当时低保月标准（1000.00元）的4倍}
      - {anchor_record_no: T4, finding: 为本人十二个月内第3次（规定至多2次）}
  - why: 恰好四倍；满一年的一次不算；别的方式不限
    as_of: 2026-11-22
    policy: *policy
    given:
      temporary_aid:
        - {person_key: P1, mode: 小额先行, approved_on: 2026-07-01, amount_yuan: 4160}
        - {person_key: P2, mode: 小额先行, approved_on: 2025-10-10, amount_yuan: 800}
        - {person_key: P2, mode: 小额先行, approved_on: 2026-01-10, amount_yuan: 800}
        - {person_key: P2, mode: 小额先行, approved_on: 2026-10-10, amount_yuan: 800}
        - {person_key: P3, mode: 急难型, approved_on: 2026-10-10, amount_yuan: 9000}
    expect: []
  - why: 次数未知，不问
    as_of: 2026-11-22
    policy: {small_aid_multiple: 4, standard: 1000}
    given: {temporary_aid: [{person_key: P1, mode: 小额先行, approved_on: 2026-06-30, amount_yuan: 9000}]}
    expect: []
---*/
WITH small_aid AS (
    SELECT
        temporary_aid.*,
        household_place.program,
        coalesce(household_place.division_code, temporary_aid.division_code) AS place_code,
        coalesce(household_place.locality, locality.locality) AS locality,
        coalesce(household_place.residence, '') AS residence
    FROM temporary_aid
    CROSS JOIN night
    LEFT JOIN household_place ON temporary_aid.household_no = household_place.household_no
    INNER JOIN locality ON coalesce(temporary_aid.division_code, '') = locality.division_code
    WHERE temporary_aid.mode = '小额先行' AND temporary_aid.approved_on <= night.as_of
),

-- with itself
within_year AS (
    SELECT
        later.record_no,
        count(*) AS times,
        list_sort(list({
            'source_table': earlier.source_table, 'record_no': earlier.record_no,
            'what': '小额先行救助', 'value': earlier.amount_yuan::VARCHAR, 'on': earlier.approved_on
        })) AS items
    FROM small_aid AS later
    INNER JOIN small_aid AS earlier
        ON
        later.person_key = earlier.person_key AND later.approved_on >= earlier.approved_on
        AND later.approved_on - to_months(12) < earlier.approved_on
    GROUP BY later.record_no
)

SELECT
    small_aid.source_table AS anchor_table,
    small_aid.record_no AS anchor_record_no,
    small_aid.person_key,
    if(small_aid.program IS NULL, NULL, small_aid.household_no) AS household_no,
    small_aid.program,
    small_aid.place_code AS division_code,
    small_aid.locality,
    small_aid.residence,
    small_aid.approved_on,
    small_aid.amount_yuan,
    if(
        small_aid.amount_yuan > policy_period.small_aid_multiple * policy_period.standard,
        '超过当时低保月标准（' || policy_period.standard::VARCHAR || '元）的'
        || rtrim(rtrim(policy_period.small_aid_multiple::VARCHAR, '0'), '.') || '倍',
        '为本人十二个月内第' || within_year.times || '次（规定至多' || policy_period.small_aid_times_year || '次）'
    ) AS finding,
    within_year.items AS evidence
FROM small_aid
INNER JOIN within_year ON small_aid.record_no = within_year.record_no
INNER JOIN policy_period
    ON
    small_aid.locality = policy_period.locality AND small_aid.residence = policy_period.residence
    AND small_aid.approved_on BETWEEN policy_period.in_force_from
    AND coalesce(policy_period.in_force_until, small_aid.approved_on)
WHERE
    policy_period.small_aid_multiple * policy_period.standard * policy_period.small_aid_times_year IS NOT NULL
    AND (
        small_aid.amount_yuan > policy_period.small_aid_multiple * policy_period.standard
        OR within_year.times > policy_period.small_aid_times_year
    )
