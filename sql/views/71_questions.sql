/*---
name: questions
chinese: 常用问题
comment: 分析人员常问的问题,每个问题一条查询;把“查询”一列的内容原样执行即得答案
columns:
  number: 编号
  topic: 主题
  question: 问题
  question_en: 英文问题
  reading: 怎样读结果
  name: 英文短名
  sql: 查询
---*/
SELECT
    number,
    topic,
    question,
    question_en,
    reading,
    name,
    sql
FROM analyst_questions
ORDER BY number
