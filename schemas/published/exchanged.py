"""Published: what was asked of other centres, and what we answered to them. No person stands in it."""

from __future__ import annotations

from schemas.published.words import Count, Day, Published, Text, Texts, about, codes, may, must


class ExchangeRequests(Published):
    """Grain: one request. All nights."""

    direction: Text = codes("方向", "out in", "out 我方请求,in 我方答复")
    request_no: Text = must("请求编号")
    from_division: Text = must("请求单位区划")
    to_division: Text = must("被请求单位区划")
    level: Text = must("范围", "县内、市内跨县、省内跨市、跨省")
    persons: Count = must("人数", ge=0)
    items: Texts = must("核对项目")
    asked_on: Day = may("请求日期", "我方答复的为空")
    answer_by: Day = may("请于何日前答复")
    answered_on: Day = may("答复日期", "我方请求的为收到答复的日期")
    days: Count = may("历时(自然日)", "尚未答复的到本夜为止")
    state: Text = codes("现状", "asked answered late", "asked 待答复,answered 已答复,late 逾期未答复")
    results: Text = may("各类结果的条数", "JSON")

    Config = about("exchange_requests", "异地核对台账:向其他核对中心的请求和对其他中心的答复,历夜全部;不含个人信息")


MODELS = (ExchangeRequests,)
"""In the order in which they are published."""
