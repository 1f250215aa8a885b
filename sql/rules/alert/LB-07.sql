/*---
id: LB-07
title: 刚性支出疑似
title_en: large necessary spending
class: 漏保
level: yellow
status: waiting
waits_for:
  - "教育:学生资助和学费缴纳（姓名、证号、学年、自付金额）"
  - "残联:康复支出（姓名、证号、日期、自付金额）"
  - "应急:受灾损失认定（户主姓名、证号、日期、金额）"
legal_basis:
  - "刚性支出困难家庭认定办法 [S21]"
  - "支出比例 [S17] [S22]"
false_positives:
  - {case: "费用已报销", check: "核对票据和结算单"}
---*/
