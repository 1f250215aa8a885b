"""Published records of the night itself: what came, what was refused, what ran, and by which rules and policy.

Names and meanings in docs/contract/warehouse.yaml stay for ever; the other columns and tables are ours.
"""

from __future__ import annotations

from schemas.published.words import Count, Day, Published, Text, Texts, Time, about, codes, may, must


class Quarantine(Published):
    """Grain: one broken rule of one delivered row. All nights."""

    department: Text = must("部门")
    table_name: Text = must("表")
    batch_date: Day = must("批次日期")
    row_number: Count = must("数据行号", "从1起,不含表头", ge=1)
    record_no: Text = may("业务流水号", "缺失或读不出时为空")
    column_name: Text = may("列")
    check_name: Text = must("检查项")
    reason: Text = must("原因", "不含个人信息")

    Config = about("quarantine", "隔离的行:必填内容读不出,整行未载入;历夜全部")


class Defects(Published):
    """Grain: one unreadable optional value. All nights."""

    department: Text = must("部门")
    table_name: Text = must("表")
    batch_date: Day = must("批次日期")
    row_number: Count = must("数据行号", "从1起,不含表头", ge=1)
    record_no: Text = may("业务流水号")
    column_name: Text = must("列")
    reason: Text = must("原因", "不含个人信息")

    Config = about("defects", "读不出的选填值:行已载入,该值按未知处理;历夜全部")


class Feeds(Published):
    """Grain: one table of one batch. rows_in = rows_loaded + rows_quarantined + rows_superseded, always. All nights."""

    department: Text = must("部门")
    table_name: Text = must("表")
    batch_date: Day = must("批次日期")
    status: Text = codes(
        "接收结论",
        "accepted unchanged held rejected missing",
        "accepted 接收,unchanged 内容与上次相同(视同接收),held 暂缓,rejected 拒收,missing 未交付;后三种行数为0",
    )
    rows_declared: Count = may("清单申报行数", ge=0)
    rows_in: Count = must("收到行数", ge=0)
    rows_loaded: Count = must("载入行数", ge=0)
    rows_quarantined: Count = must("隔离行数", ge=0)
    rows_superseded: Count = must("被取代行数", "同一文件内被同一流水号的后一行取代", ge=0)

    Config = about("feeds", "收文台账:每个批次每张表一行,收到=载入+隔离+被取代;历夜全部")


class Runs(Published):
    """Grain: one run of one night."""

    run_id: Text = must("运行编号", unique=True)
    as_of: Day = must("核对基准日")
    started_at: Time = must("开始时间")
    finished_at: Time = may("结束时间")
    state: Text = must("状态")
    code_version: Text = must("程序版本")
    policy_version: Text = must("政策版本")

    Config = about("runs", "运行记录:每夜一行")


class Deliveries(Published):
    """Grain: one table of one delivered batch and revision, with the verdict on it."""

    department: Text = must("部门")
    table_name: Text = must("表")
    batch_date: Day = must("批次日期")
    revision: Count = may("修订号", ge=1)
    file_name: Text = may("文件名")
    sha256: Text = may("内容指纹")
    status: Text = must("接收结论")
    message: Text = may("说明")
    requested_at: Time = may("申请时间")
    exported_at: Time = may("导出时间")
    extra_columns: Texts = may("约定以外的列", "未读取")
    encoding: Text = may("编码")

    Config = about("deliveries", "交付文件:逐个文件的结论与说明")


class DeliveredTables(Published):
    """Grain: one table of the export contract, with its Chinese labels."""

    department: Text = must("部门")
    table_name: Text = must("表")
    department_label: Text = must("部门名称")
    table_label: Text = must("表名称")
    kind: Text = codes("性质", "state event", "state 每批为全量现状,event 每批为新发生的事项")

    Config = about("delivered_tables", "交付目录:各部门约定交付的表及中文名称")


class Divisions(Published):
    """Grain: one division in one span of time."""

    code: Text = must("区划代码")
    name: Text = must("名称")
    parent: Text = may("上级区划代码")
    valid_from: Day = may("启用日期")
    valid_until: Day = may("停用日期", "仍在用时为空")

    Config = about("divisions", "区划:代码与名称;没有名称的代码按代码显示")


class PolicyValues(Published):
    """Grain: one parameter of one locality (and residence), with the value in force on the as-of day."""

    locality: Text = must("区划前缀")
    residence: Text = must("城乡", "不分城乡时为空文本")
    parameter: Text = must("参数")
    value: Text = may("取值", "未知时为空")
    unit: Text = may("单位")
    valid_from: Day = may("起用日期")
    source: Text = may("依据")
    mark: Text = may("依据的性质", "verified 已核,cited 有出处未核,seed 种子资料,general_knowledge 常识,assumed 假定")

    Config = about("policy_values", "政策参数:本夜各地取值及依据")


class Rules(Published):
    """Grain: one rule."""

    rule_id: Text = must("规则编号", unique=True)
    title: Text = must("名称")
    title_en: Text = may("英文名称")
    rule_class: Text = must(
        "类别", alias="class", description="错保、漏保、重复、身份、数据质量、资金、人情保、主动发现"
    )
    level: Text = codes("等级", "red yellow blue", "red 红,yellow 黄,blue 蓝")
    status: Text = codes(
        "启用状态", "trial live retired waiting", "trial 试运行,live 正式,retired 停用,waiting 等待数据,从不执行"
    )
    version: Count = must("版本", ge=1)
    needs: Texts = must("所依据的交付表")
    parameters: Texts = must("所用参数")
    legal_basis: Texts = must("政策依据")
    false_positives: Texts = must("常见误报及核实办法")
    sentence: Text = must("说明句式")
    sql: Text = must("规则的SQL全文", "等待数据的规则为空文本")
    waits_for: Texts = must("等待的数据", "哪个部门的哪张表和列;不在等待的规则为空")

    Config = about("rules", "规则:本夜所用的全部规则原文")


class RulesSkipped(Published):
    """Grain: one rule that could not be asked in one locality, for want of one parameter."""

    rule_id: Text = must("规则编号")
    locality: Text = must("区划前缀")
    residence: Text = must("城乡", "不分城乡时为空文本")
    parameter: Text = must("缺少取值的参数")

    Config = about("rules_skipped", "未能执行的规则:参数未知,不作判断")
