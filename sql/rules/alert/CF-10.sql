/*---
id: CF-10
title: 跨县市重复
title_en: active in two counties
class: 重复
level: yellow
status: waiting
waits_for:
  - "上级平台：外县市在享低保、特困名册（姓名、证号、行政区划、救助类别、起止日期）"
legal_basis:
  - "毗邻地区核查共享 seed E"
false_positives:
  - {case: "迁移当月两地交叉", check: "核对转出、转入日期"}
---*/
