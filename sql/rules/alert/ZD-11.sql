/*---
id: ZD-11
title: 未成年人独自在家
title_en: minor alone
class: 主动发现
level: red
status: waiting
waits_for:
  - "司法：当日收押人员（姓名、证号、收押日期）"
  - "公安：刑事拘留和行政拘留人员（姓名、证号、日期）"
  - "公安：户籍和亲属关系（父母、子女）"
legal_basis:
  - "民发〔2019〕62号；临时监护 seed B"
false_positives:
  - {case: "另有成年亲属照料", check: "电话或上门核实"}
---*/
