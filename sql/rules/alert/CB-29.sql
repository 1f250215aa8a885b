/*---
id: CB-29
title: 承诺不实
title_en: false commitment
class: 错保
level: yellow
status: waiting
waits_for:
  - "民政：告知承诺记录（家庭编号、承诺事项、承诺日期、承诺的收入和财产）"
  - "银行：金融资产查询结果（余额、查询日期）"
legal_basis:
  - "社会救助暂行办法（国务院令第649号）：如实申报 [GK]"
  - "告知承诺 seed C"
  - "比例为项目建议 [PROP]"
false_positives:
  - {case: "不了解规定、数额很小", check: "按容错规定处理"}
---*/
