/*---
id: CB-13
title: 工商登记
title_en: business registration
class: 错保
level: yellow
status: waiting
waits_for:
  - "市场监管：市场主体登记（法定代表人、股东、高管的姓名和证号，角色、认缴资本、状态、成立和注销日期）"
legal_basis:
  - "低保财产条件：工商登记 [S16] [S18] [S19] [S51]"
false_positives:
  - {case: "空壳或仅挂名的合作社成员", check: "本人声明并实地核查"}
  - {case: "已吊销未注销", check: "核对登记状态和实际经营"}
---*/
