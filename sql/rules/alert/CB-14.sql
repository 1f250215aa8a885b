/*---
id: CB-14
title: 金融资产超限
title_en: financial assets over limit
class: 错保
level: yellow
status: waiting
waits_for:
  - "银行：金融资产查询结果（姓名、证号、账户余额、理财和证券市值、查询日期），须凭查询授权"
legal_basis:
  - "金融资产信息查询规定 [S46]"
  - "金融资产限额 [S16] [S19] [S20] [S23]"
false_positives:
  - {case: "死亡伤残赔偿金、医疗众筹款", check: "核对款项来源"}
  - {case: "账户由他人使用", check: "核对流水和说明"}
---*/
