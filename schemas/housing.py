"""Housing (住建): titles, public rentals and sale contracts.

Columns, codes and required columns are those of docs/contract/exports.yaml; a test compares the two.
"""

from __future__ import annotations

from schemas import types
from schemas.types import Day, Department, Measure, Table, Text, Yuan, about, prefixed

DEPARTMENT = Department(label="住建", order=3)


class Properties(Table):
    """不动产登记. Grain: one title of one unit. A cell may name several owners (transforms/stage/owners.py)."""

    record_no: Text = types.serial("登记流水号")
    unit_no: Text = types.text("不动产单元号", required=True)
    owner_name: Text = types.name("权利人", required=True)
    owner_id_number: Text = types.id_number("证件号")
    share_percent: Measure = types.percent("份额")
    usage: Text = types.codes("用途", "住宅 商业 办公 车位 宅基地 其他", required=True)
    area_m2: Measure = types.area("建筑面积", required=True)
    address: Text = types.text("坐落")
    registered_on: Day = types.day("登记时间", required=True)
    status: Text = types.codes("权属状态", "现势 历史", required=True)
    acquired_by: Text = types.codes("取得方式", "购买 自建 危房改造 继承 赠与 拆迁安置 其他")
    built_on: Day = types.day("竣工日期")
    ended_on: Day = types.day("权属终止日期")

    Config = about("properties", "不动产登记", "state", prefixed("owner"))


class Rentals(Table):
    """公租房与租赁补贴. Grain: one public rental or rent subsidy of one tenant."""

    record_no: Text = types.serial("业务流水号")
    tenant_name: Text = types.name("承租人", required=True)
    tenant_id_number: Text = types.id_number("证件号")
    kind: Text = types.codes("保障方式", "公租房 租赁补贴", required=True)
    address: Text = types.text("房屋地址")
    area_m2: Measure = types.area("建筑面积")
    start_on: Day = types.day("起始日期", required=True)
    end_on: Day = types.day("截止日期")
    monthly_yuan: Yuan = types.yuan("月租金或补贴", unit="元/月")

    Config = about("rentals", "公租房与租赁补贴", "state", prefixed("tenant"))


class SaleContracts(Table):
    """商品房网签. Grain: one sale contract filed online. Buyers and sellers may be several, or a company."""

    record_no: Text = types.serial("合同流水号")
    buyer_name: Text = types.name("买受人", required=True)
    buyer_id_number: Text = types.id_number("买受人证件号")
    seller_name: Text = types.text("出卖人")
    seller_id_number: Text = types.id_number("出卖人证件号")
    usage: Text = types.codes("用途", "住宅 商业 办公 车位 其他", required=True)
    area_m2: Measure = types.area("建筑面积")
    price_yuan: Yuan = types.yuan("合同总价", required=True)
    signed_on: Day = types.day("签约日期", required=True)
    address: Text = types.text("坐落")

    Config = about("sale_contracts", "商品房网签", "event", prefixed("buyer"), prefixed("seller"))
