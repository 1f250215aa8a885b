/*---
name: care_coverage_named
chinese: 应知尽知_覆盖率
comment: 各事项的覆盖情况,按类别和乡镇;覆盖率为空是无从得知,不是全部落实
columns:
  topic: 事项
  class: 类别
  township: 乡镇:没有名称时为代码,全部乡镇写作全部
  people: 应有人数
  covered: 已落实人数
  missing: 未落实人数
  unknown: 无从得知人数
  rate_percent: 覆盖率(%)
---*/
SELECT
    care_coverage.topic,
    care_coverage.class,
    coalesce(divisions_now.full_name, care_coverage.township, '全部') AS township,
    care_coverage.people,
    care_coverage.covered,
    care_coverage.missing,
    care_coverage.unknown,
    -- cut off, not rounded: 100 is said of nothing that misses anybody
    (care_coverage.covered * 1000 // (care_coverage.covered + care_coverage.missing) * 0.1)::DECIMAL(5, 1) AS rate_percent
FROM care_coverage
LEFT JOIN divisions_now ON care_coverage.township = divisions_now.code
