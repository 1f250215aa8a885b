/*---
id: ZD-09
title: 防返贫对象未比对
title_en: monitored against return to poverty but in no tier
class: 主动发现
level: yellow
status: waiting
waits_for:
  - "农业农村：防返贫监测对象（户主和成员姓名、证号、识别日期、风险消除日期）"
legal_basis:
  - "国办发〔2023〕39号 [S25]"
false_positives:
  - {case: "已迁入城镇或风险已消除", check: "核对监测系统状态"}
---*/
