/*---
id: CB-28
title: 孤儿、事实无人抚养儿童条件消失
title_en: ground ended
class: 错保
level: yellow
status: waiting
waits_for:
  - "司法:服刑和强制措施人员的释放日期（姓名、证号、释放日期）"
  - "公安:失踪人员寻获记录（姓名、证号、寻获日期）"
  - "教育:在籍学生名册（年满18周岁仍在读的）"
legal_basis:
  - "关于进一步加强事实无人抚养儿童保障工作的意见（民发〔2019〕62号） [S70] [S71]"
false_positives:
  - {case: "释放后又被羁押", check: "核对最新的羁押记录"}
  - {case: "另一方仍失联", check: "核对查找记录"}
---*/
