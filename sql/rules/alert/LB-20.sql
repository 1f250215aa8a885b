/*---
id: LB-20
title: 低收入家庭住房困难
title_en: C/D-grade house
class: 漏保
level: blue
status: waiting
waits_for:
  - "住建：农村危房鉴定和改造台账（户主姓名、证号、住房等级、鉴定日期、改造计划、完工日期）"
legal_basis:
  - "国务院办公厅关于加强低收入人口动态监测做好分层分类社会救助工作的意见（国办发〔2023〕39号）"
false_positives:
  - {case: "另有安全住房", check: "实地查看现住房"}
---*/
