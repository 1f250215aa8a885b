/*---
id: SF-09
title: 人证已更换
title_en: number was changed
class: 身份
level: blue
status: waiting
waits_for:
  - "公安：公民身份号码变更记录（姓名、原号码、新号码、变更日期）"
legal_basis:
  - "公民身份号码重错号更正 [S78]"
false_positives:
  - {case: "变更已在部分系统更新", check: "逐个来源核对新号码"}
---*/
