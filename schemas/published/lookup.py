"""Published: what the file says of itself, for any client to look up. Static text, nothing of anybody. All ours."""

from __future__ import annotations

from schemas.published.words import Count, Published, Text, about, codes, may, must


class DictionaryColumns(Published):
    """Grain: one column of one table or view of the file, or of one delivered table."""

    kind: Text = codes("种类", "table view delivered", "table 表,view 视图,delivered 部门交付的表(不在本文件内)")
    table_name: Text = must("表", "fact 下的写作 fact.表名;交付表写作 部门.表")
    table_chinese: Text = may("中文名", "视图的中文名或交付表的中文名称")
    table_comment: Text = must("表的说明")
    position: Count = must("第几列", ge=1)
    column_name: Text = must("列")
    column_chinese: Text = may("中文列名", "视图的中文列名或交付表的表头")
    data_type: Text = may("类型", "视图的列为空,随其来源")
    comment: Text = may("说明", "代码、单位或含义")

    Config = about("dictionary_columns", "数据字典:本文件每张表、每个视图和部门交付表的每一列;内容与列注释相同")


class AnalystQuestions(Published):
    """Grain: one question with its query."""

    number: Count = must("编号", unique=True, ge=1)
    name: Text = must("英文短名", unique=True)
    topic: Text = must("主题")
    question: Text = must("问题")
    question_en: Text = must("英文问题")
    reading: Text = must("怎样读结果")
    sql: Text = must("查询", "在本文件上原样执行即得答案,列名为中文")

    Config = about("analyst_questions", "常用问题:分析人员常问的问题及一条查询即得的答案")


MODELS = (DictionaryColumns, AnalystQuestions)
"""In the order in which they are published."""
