/*---
id: CB-30
title: 拒绝就业三次
title_en: refused suitable work three times
class: 错保
level: yellow
status: waiting
waits_for:
  - "人社：就业介绍记录（姓名、证号、介绍日期、岗位、结果、拒绝原因）"
legal_basis:
  - "最低生活保障审核确认办法（民发〔2021〕57号） [GK]"
false_positives:
  - {case: "因健康原因不能就业", check: "核对诊断证明和劳动能力鉴定"}
---*/
