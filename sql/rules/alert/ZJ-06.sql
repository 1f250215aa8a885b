/*---
id: ZJ-06
title: 特困照料护理费未分开发放或未足额
title_en: care fee not separate
class: 资金
level: yellow
status: waiting
waits_for:
  - "民政：当地照料护理标准（供养方式、护理等级、占上年度最低工资的比例或金额、生效日期）"
  - "民政：供养机构的照料护理费拨付记录"
legal_basis:
  - "seed C 特困照料护理标准"
  - "宁国、合肥瑶海、长沙的护理比例 [S56] [S55] [S60]"
false_positives:
  - {case: "照料护理由签约服务机构提供，费用不发给本人", check: "查看照护协议和拨付记录"}
---*/
