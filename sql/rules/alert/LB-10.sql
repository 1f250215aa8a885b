/*---
id: LB-10
title: 拒批后条件变化
title_en: refused, now would pass
class: 漏保
level: blue
status: waiting
waits_for:
  - "民政：未批准的申请（家庭编号、申请日期、未批准日期、原因、当时核定的人均收入）"
legal_basis:
  - "国务院办公厅关于加强低收入人口动态监测做好分层分类社会救助工作的意见（国办发〔2023〕39号）：动态监测、主动发现"
false_positives:
  - {case: "家庭已自行重新申请", check: "查看在办申请"}
  - {case: "新数据只是暂时变化", check: "按核算期重新计算"}
---*/
