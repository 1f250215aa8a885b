/*---
id: LB-15
title: 低收入学生未享资助
title_en: student of a tier not aided
class: 漏保
level: blue
status: waiting
waits_for:
  - "教育：学生资助名册（姓名、证号、学年、资助项目、金额）"
legal_basis:
  - "国办发〔2023〕39号：分层分类救助 [GK]"
false_positives:
  - {case: "学生已休学、退学或自愿放弃", check: "核对学籍和放弃声明"}
---*/
