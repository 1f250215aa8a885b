/*---
id: SJ-02
title: 行数突增突减
title_en: row count jump
class: 数据质量
level: yellow
status: live
version: 1
needs: []
reads: [feed, centre_policy]
parameters: [row_change_share, row_change_rows_min]
policy_by: centre
authorisation: false
legal_basis:
  - 核对数据质量 seed C
  - 比例和行数为项目建议 [PROP]
false_positives:
  - {case: 部门清理历史数据或并入新的辖区, check: 请部门说明增减的原因和范围}
  - {case: 增量当作全量导出，或全量重复导出, check: 核对导出条件，必要时按更高版本号重报}
sentence: "{label}{batch_date}批次{rows_in}行，{compared}{rows_compared}行，{change}。低于现用一半的会先暂缓，此处是已采用的。请向该部门核实是否完整。"
examples:
  - why: 减少逾两成；增加逾两成；变为零行不论多少
    as_of: 2026-11-22
    policy: &policy {row_change_share: 0.2, row_change_rows_min: 50}
    given:
      feed:
        - {source_table: housing.rentals, label: 甲, kind: state, batch_date: 2026-11-22, rows_in: 79, before_on: 2026-11-21, rows_before: 100}
        - {source_table: housing.properties, label: 乙, kind: state, batch_date: 2026-11-21, rows_in: 121, before_on: 2026-11-20, rows_before: 100}
        - {source_table: civil_affairs.children, label: 丙, kind: state, batch_date: 2026-11-22, rows_in: 0, before_on: 2026-11-21, rows_before: 3}
        - {source_table: civil_affairs.payments, label: 丁, kind: event, batch_date: 2026-11-22, rows_in: 0, before_on: 2026-11-21, rows_before: 60, rows_usual: 60}
    expect:
      - {anchor_table: civil_affairs.children, anchor_record_no: 行数, change: 一行也没有}
      - {anchor_table: civil_affairs.payments, compared: 此前七次的中位数为, rows_compared: 60, change: 一行也没有}
      - {anchor_table: housing.properties, change: 增加21%}
      - {anchor_table: housing.rentals, change: 减少21%, compared: 上次采用的（2026-11-21）为}
  - why: 恰好两成；原有不到五十行；第一次交付；事件表逐日不同，不比行数，少于七次的零行也不说
    as_of: 2026-11-22
    policy: *policy
    given:
      feed:
        - {source_table: housing.rentals, label: 甲, kind: state, batch_date: 2026-11-22, rows_in: 80, before_on: 2026-11-21, rows_before: 100}
        - {source_table: housing.properties, label: 乙, kind: state, batch_date: 2026-11-22, rows_in: 70, before_on: 2026-11-21, rows_before: 49}
        - {source_table: civil_affairs.children, label: 丙, kind: state, batch_date: 2026-11-22, rows_in: 0}
        - {source_table: civil_affairs.payments, label: 丁, kind: event, batch_date: 2026-11-22, rows_in: 5, before_on: 2026-11-21, rows_before: 900, rows_usual: 900}
        - {source_table: civil_affairs.deaths, label: 戊, kind: event, batch_date: 2026-11-22, rows_in: 0, before_on: 2026-11-21, rows_before: 900}
    expect: []
  - why: 比例未知，不问
    as_of: 2026-11-22
    policy: {row_change_rows_min: 50}
    given: {feed: [{source_table: housing.rentals, label: 甲, kind: state, batch_date: 2026-11-22, rows_in: 10, before_on: 2026-11-21, rows_before: 100}]}
    expect: []
---*/
WITH compared AS (
    SELECT
        feed.*,
        centre_policy.row_change_share,
        centre_policy.row_change_rows_min,
        CASE feed.kind WHEN 'state' THEN feed.rows_before ELSE feed.rows_usual END AS rows_compared
    FROM feed
    CROSS JOIN centre_policy
    WHERE centre_policy.row_change_share IS NOT NULL AND centre_policy.row_change_rows_min IS NOT NULL
)

SELECT
    source_table AS anchor_table,
    '行数' AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    NULL::VARCHAR AS division_code,
    label,
    batch_date,
    rows_in,
    rows_compared,
    if(kind = 'state', '上次采用的（' || before_on::VARCHAR || '）为', '此前七次的中位数为') AS compared,
    CASE
        WHEN rows_in = 0 THEN '一行也没有'
        WHEN rows_in > rows_compared THEN '增加' || (rows_in - rows_compared) * 100 // rows_compared || '%'
        ELSE '减少' || (rows_compared - rows_in) * 100 // rows_compared || '%'
    END AS change,
    [{
        'source_table': source_table, 'record_no': '行数',
        'what': '行数（此前的行数）', 'value': rows_in || '（' || rows_compared || '）', 'on': batch_date
    }] AS evidence
FROM compared
WHERE
    (rows_in = 0 AND rows_compared > 0 AND (kind = 'state' OR rows_compared >= row_change_rows_min))
    OR (
        kind = 'state' AND rows_compared >= row_change_rows_min
        AND abs(rows_in - rows_compared) > row_change_share * rows_compared
    )
