/*---
id: ZJ-10
title: 渐退期超限
title_en: fade-out too long
class: 资金
level: blue
status: waiting
waits_for:
  - "民政：渐退台账（家庭编号、渐退原因、起始月份、期限、逐月金额）"
legal_basis:
  - "赣州、广安的渐退期限 [S61] [S62]"
false_positives:
  - {case: "经审批延长", check: "查看延长审批"}
---*/
