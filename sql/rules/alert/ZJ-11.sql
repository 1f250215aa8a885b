/*---
id: ZJ-11
title: 应追缴未追缴
title_en: overpayment not recovered
class: 资金
level: yellow
status: waiting
waits_for:
  - "财政：退款入库记录（姓名、证号、项目、金额、入库日期）"
  - "民政：处理决定记录（家庭编号、决定日期、救济途径）"
legal_basis:
  - "社会救助暂行办法（国务院令第649号） [GK]"
false_positives:
  - {case: "因困难核销", check: "核对核销审批"}
---*/
