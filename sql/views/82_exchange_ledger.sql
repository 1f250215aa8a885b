/*---
name: exchange_ledger
chinese: 异地核对_台账
comment: 向其他核对中心的请求和对其他中心的答复:请求、答复、逾期
columns:
  direction: 方向
  request_no: 请求编号
  from_division: 请求单位:没有名称时为代码
  to_division: 被请求单位:没有名称时为代码
  level: 范围
  persons: 人数
  asked_on: 请求日期
  answer_by: 请于
  answered_on: 答复日期
  state: 现状
---*/
SELECT
    if(requests.direction = 'out', '我方请求', '我方答复') AS direction,
    requests.request_no,
    coalesce(one.full_name, requests.from_division) AS from_division,
    coalesce(other.full_name, requests.to_division) AS to_division,
    requests.level,
    requests.persons,
    requests.asked_on,
    requests.answer_by,
    requests.answered_on,
    CASE requests.state WHEN 'asked' THEN '待答复' WHEN 'late' THEN '逾期未答复' ELSE '已答复' END AS state
FROM exchange_requests AS requests
LEFT JOIN divisions_now AS one ON requests.from_division = one.code
LEFT JOIN divisions_now AS other ON requests.to_division = other.code
