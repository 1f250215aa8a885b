/*---
id: RQ-05
title: 同一经办人异常高通过率
title_en: outlier handler
class: 人情保
level: blue
status: waiting
waits_for:
  - "民政：申请受理和审批结果（经办人编号、家庭编号、受理日期、批准或未批准、日期）"
legal_basis:
  - "seed B 整治不作为；统计提示，不是对个人的指控 [PROP]"
false_positives:
  - {case: "所辖地区确实困难家庭多", check: "与同类地区比较"}
  - {case: "分工只接手已核实的家庭", check: "查看分工"}
---*/
