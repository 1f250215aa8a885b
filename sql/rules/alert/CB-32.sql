/*---
id: CB-32
title: 户口迁出、长期境外
title_en: hukou moved out or long abroad
class: 错保
level: yellow
status: waiting
waits_for:
  - "公安：户口迁移（姓名、证号、迁出日期、迁往地）"
  - "移民管理：出入境记录（姓名、证号、出境日期、入境日期）"
legal_basis:
  - "残疾人两项补贴停发情形 [S103]"
false_positives:
  - {case: "在省内迁移并已转续", check: "核对转入地认定"}
---*/
