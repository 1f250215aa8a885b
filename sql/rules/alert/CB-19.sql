/*---
id: CB-19
title: 学生毕业未复核
title_en: student no longer
class: 错保
level: blue
status: waiting
waits_for:
  - "教育:在籍学生名册（姓名、证号、学校、学历层次、入学日期、预计毕业日期、学籍状态）"
legal_basis:
  - "最低生活保障审核确认办法（民发〔2021〕57号）：全日制本科及以下在读子女 [GK]"
false_positives:
  - {case: "研究生按当地规定计入", check: "核对学籍证明和当地规定"}
---*/
