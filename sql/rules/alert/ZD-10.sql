/*---
id: ZD-10
title: 残疾儿童康复未享
title_en: disabled child without service
class: 主动发现
level: blue
status: waiting
waits_for:
  - "残联：残疾儿童康复救助（姓名、证号、项目、机构、起止日期）"
legal_basis:
  - "残疾儿童康复救助 seed C"
false_positives:
  - {case: "已在外地机构康复", check: "核对康复机构证明"}
---*/
