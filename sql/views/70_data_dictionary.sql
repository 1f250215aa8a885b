/*---
name: data_dictionary
chinese: 数据字典
comment: 本文件每张表、每个视图和部门交付表的每一列,按表和列的次序
columns:
  kind: 种类:表、视图、交付表
  table_name: 表
  table_chinese: 表的中文名
  table_comment: 表的说明
  position: 第几列
  column_name: 列
  column_chinese: 中文列名
  data_type: 类型
  comment: 说明
---*/
SELECT
    CASE own.kind WHEN 'table' THEN '表' WHEN 'view' THEN '视图' ELSE '交付表' END AS kind,
    own.table_name,
    own.table_chinese,
    own.table_comment,
    own.position,
    own.column_name,
    own.column_chinese,
    own.data_type,
    own.comment
FROM dictionary_columns AS own
ORDER BY list_position(['table', 'view', 'delivered'], own.kind), own.table_name, own.position
