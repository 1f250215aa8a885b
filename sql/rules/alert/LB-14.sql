/*---
id: LB-14
title: 事实无人抚养儿童疑似未纳入
title_en: child with two absent parents
class: 漏保
level: red
status: waiting
waits_for:
  - "司法:服刑、强制措施人员名册（姓名、证号、起止日期）"
  - "公安:失踪和失联查找记录（姓名、证号、报案日期、结果）、遣送出境记录"
  - "法院:撤销监护资格裁判（当事人姓名、证号、日期）"
legal_basis:
  - "民发〔2019〕62号：事实无人抚养儿童情形 [S70]"
false_positives:
  - {case: "祖父母已有监护权", check: "仍可能符合条件，核对认定情形"}
  - {case: "失联须有公安查找结果", check: "调取查找记录"}
---*/
