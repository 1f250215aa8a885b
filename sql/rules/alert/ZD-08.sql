/*---
id: ZD-08
title: 受灾家庭未获救助
title_en: disaster household
class: 主动发现
level: red
status: waiting
waits_for:
  - "应急：受灾家庭名册（户主姓名、证号、灾种、受灾日期、损失等级）"
legal_basis:
  - "灾害救助与社会救助衔接 seed A"
false_positives:
  - {case: "灾害救助已发、未录入", check: "核对应急部门发放记录"}
---*/
