/*---
id: SJ-01
title: 数据未按时到达
title_en: delivery late
class: 数据质量
level: blue
status: live
version: 1
needs: []
reads: [feed, centre_policy]
parameters: [feed_grace_days]
policy_by: centre
authorisation: false
legal_basis:
  - 部门间核对数据按约定频次交换，响应时长纳入考核 seed C
  - 宽限天数为项目建议 [PROP]
false_positives:
  - {case: 节假日或系统停机，部门已书面告知, check: 核对告知的恢复日期，按期补交}
  - {case: 文件已送达但被暂缓或拒收, check: 查收文台账的说明，按说明更正或放行}
sentence: "{label}已{days_without}天没有可采用的交付（约定每夜一批，宽限{feed_grace_days}天）：最近采用的是{batch_text}；本夜{status_text}。依赖该表的预警暂时冻结。请联系该部门。"
examples:
  - why: 宽限两天，三天没有；从未采用过的也算；暂缓、拒收的说明另见台账
    as_of: 2026-11-22
    policy: &policy {feed_grace_days: 2}
    given:
      feed:
        - {source_table: housing.rentals, label: 住建“公租房与租赁补贴”, kind: state, status: missing, batch_date: 2026-11-19, days_without: 3, rows_in: 10}
        - {source_table: housing.properties, label: 住建“不动产登记”, kind: state, status: held, days_without: 3}
    expect:
      - {anchor_record_no: 批次, anchor_table: housing.properties, division_code: null, batch_text: 从未采用过, status_text: 的批次暂缓采用，原因见收文台账}
      - {anchor_record_no: 批次, anchor_table: housing.rentals, batch_text: 2026-11-19批次, status_text: 没有收到}
  - why: 恰好到宽限
    as_of: 2026-11-22
    policy: *policy
    given: {feed: [{source_table: housing.rentals, label: 甲, kind: state, status: missing, batch_date: 2026-11-20, days_without: 2}]}
    expect: []
  - why: 宽限天数未知，不问
    as_of: 2026-11-22
    given: {feed: [{source_table: housing.rentals, label: 甲, kind: state, status: missing, days_without: 30}]}
    expect: []
---*/
SELECT
    feed.source_table AS anchor_table,
    '批次' AS anchor_record_no,
    NULL::VARCHAR AS person_key,
    NULL::VARCHAR AS household_no,
    NULL::VARCHAR AS program,
    NULL::VARCHAR AS division_code,
    feed.label,
    feed.days_without,
    centre_policy.feed_grace_days,
    coalesce(feed.batch_date::VARCHAR || '批次', '从未采用过') AS batch_text,
    CASE feed.status
        WHEN 'held' THEN '的批次暂缓采用，原因见收文台账'
        WHEN 'rejected' THEN '的批次拒收，原因见收文台账'
        ELSE '没有收到'
    END AS status_text,
    [{
        'source_table': feed.source_table, 'record_no': '批次',
        'what': '最近采用的批次', 'value': coalesce(feed.batch_date::VARCHAR, '从未采用过'), 'on': feed.batch_date
    }] AS evidence
FROM feed
CROSS JOIN centre_policy
WHERE feed.days_without > centre_policy.feed_grace_days
