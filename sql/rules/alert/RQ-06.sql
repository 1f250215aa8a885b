/*---
id: RQ-06
title: 应回避未回避
title_en: no recusal
class: 人情保
level: yellow
status: waiting
waits_for:
  - "民政：入户调查、审核和民主评议的参与人员名单（家庭编号、人员证号、环节、日期）"
legal_basis:
  - "海南 2015：经办人员与申请人有近亲属关系的应当回避 [S2]"
false_positives:
  - {case: "已回避但未更换登记人", check: "查看入户记录的签名"}
---*/
