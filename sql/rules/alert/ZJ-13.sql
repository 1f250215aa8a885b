/*---
id: ZJ-13
title: 备用金超支
title_en: petty fund over
class: 资金
level: yellow
status: waiting
waits_for:
  - "财政：乡镇救助备用金台账（乡镇代码、日期、收入、支出、余额、手续补齐日期）"
legal_basis:
  - "小额先行救助和备用金 seed E"
  - "手续20个工作日内补齐 [S57]"
false_positives:
  - {case: "拨付在途", check: "核对拨款凭证"}
---*/
