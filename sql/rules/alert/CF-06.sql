/*---
id: CF-06
title: 工伤护理与残疾护理同享
title_en: injury nursing with the care subsidy
class: 重复
level: yellow
status: waiting
waits_for:
  - "人社：工伤保险待遇（姓名、证号、待遇类别为生活护理费的、月金额、起止日期、状态）"
legal_basis:
  - "国发〔2015〕52号：护理补贴与工伤生活护理费不重复享受 [GK]"
false_positives:
  - {case: "择高手续尚在办理", check: "核对择高审批和补扣记录"}
---*/
