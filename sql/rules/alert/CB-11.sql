/*---
id: CB-11
title: 服刑、强戒人员未核减
title_en: in prison or compulsory treatment still counted
class: 错保
level: yellow
status: waiting
waits_for:
  - "司法：服刑和社区矫正人员名册（姓名、证号、收监日期、释放日期）"
  - "公安：强制隔离戒毒人员名册（姓名、证号、起止日期）"
legal_basis:
  - "社会救助暂行办法（国务院令第649号）：不计入共同生活成员的情形 [S3] [S38]"
false_positives:
  - {case: "提前释放", check: "核对释放证明"}
  - {case: "同名误配", check: "须证号一致，身份确定后再核实"}
---*/
