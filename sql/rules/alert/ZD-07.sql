/*---
id: ZD-07
title: 重病学生、多子女就学负担
title_en: school cost burden
class: 主动发现
level: blue
status: waiting
waits_for:
  - "教育：学生学费缴纳（姓名、证号、学年、自付金额）"
legal_basis:
  - "教育自付支出监测 [S31]"
false_positives:
  - {case: "已获资助或助学贷款", check: "核对资助名册"}
---*/
