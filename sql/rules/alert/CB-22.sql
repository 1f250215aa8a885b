/*---
id: CB-22
title: 特困人员法定义务人有能力
title_en: capable obligor of 特困
class: 错保
level: yellow
status: waiting
waits_for:
  - "公安:户籍和亲属关系（父母、子女的姓名、证号、关系）"
legal_basis:
  - "特困人员认定办法（民发〔2021〕43号） [GK]"
  - "无履行义务能力的情形 [S64]"
false_positives:
  - {case: "失去联系，或法院裁判解除关系", check: "核对查找记录、裁判文书"}
---*/
