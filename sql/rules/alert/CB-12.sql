/*---
id: CB-12
title: 名下有车辆
title_en: vehicle
class: 错保
level: yellow
status: waiting
waits_for:
  - "公安：机动车登记（车主姓名、证号、车辆类型、使用性质、登记日期、状态、车价或发票价）"
legal_basis:
  - "低保和低保边缘财产条件：机动车 [S16] [S18] [S19] [S20] [S51]"
false_positives:
  - {case: "残疾人专用车、摩托车、电动车", check: "核对车辆类型"}
  - {case: "借名登记、已卖未过户、已报废", check: "核对买卖合同、报废证明"}
---*/
