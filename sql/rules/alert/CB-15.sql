/*---
id: CB-15
title: 大额支出异常
title_en: large outflow
class: 错保
level: blue
status: waiting
waits_for:
  - "银行：近六个月流水汇总（姓名、证号、转出笔数、转出金额、查询日期），须凭查询授权"
legal_basis:
  - "银行核对数据项 [S48]"
  - "金额界限为项目建议 [PROP]"
false_positives:
  - {case: "支付医疗费", check: "对照结算记录和票据"}
---*/
