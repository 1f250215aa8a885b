"""Invented personal names that look real: surnames by frequency, given names by sex and decade of birth.

The lists and weights are our own, written from general knowledge; no name table was copied.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.sample.draw import Ints, Mask, chance, weighted

# Surname and weight (about one in a thousand people each); compound surnames last.
_COMMON = (
    "王71李70张64刘51陈46杨30黄24赵22吴21周20徐16孙14马13朱13胡12郭12何12林11高11罗10郑9梁9谢8宋8唐7许7韩7邓7冯7曹6"
    "彭6曾6肖6田6董5潘5袁5蔡5蒋5余5于5杜5叶5程5魏5苏5吕5丁4任4卢4姚4沈4钟4姜4崔4谭4陆4范4汪4廖3石3金3韦3贾3夏3付3方3"
    "邹3熊3白3孟3秦3邱3侯3江3尹3薛3闫3段3雷3龙2黎2史2陶2贺2毛2郝2顾2龚2邵2万2覃2武2钱2戴2严2莫2孔2向2常2汤2康1易1乔1赖1文1"
    "施1洪1辛1柯1庞1殷1傅1阎1萧1代1兰1齐1梅1庄1倪1季1温1芦1葛1岳1申1耿1左1"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "尉迟", "慕容")
SURNAMES: tuple[str, ...] = (
    *(_COMMON[i] for i in range(len(_COMMON)) if not _COMMON[i].isdigit()),
    *_COMPOUND,
)
_SURNAME_WEIGHTS = (
    *(float(number) for number in "".join(c if c.isdigit() else " " for c in _COMMON).split()),
    *(0.5,) + (0.08,) * (len(_COMPOUND) - 1),
)

# First year of a cohort, then the characters its men and women were given, the most frequent first.
_COHORTS = (
    (1800, "德福贵金玉国文明永树长保清有世洪春宝海生全广富成祥", "秀英桂兰玉珍凤芳淑素翠花梅荣香莲琴贞巧金云霞彩"),
    (1950, "国建军明华志平文永德荣福生春林海庆忠学新成祥社红卫", "秀英兰玉梅桂珍芳凤丽红霞爱素华琴荣云萍莲菊翠香"),
    (1965, "军建伟勇志强国明华红平文斌峰海波林辉东涛刚新春超", "丽红霞艳敏芳燕英梅玲萍秀华娟云琴静洁玉春莉晓凤"),
    (1980, "伟磊鹏超杰浩勇涛强峰军斌波鑫飞亮宇辉龙凯林晓旭俊", "婷静丽娜敏燕艳娟莉雪晓玲霞倩丹芳颖洁慧蕾佳琳萍"),
    (1995, "浩宇轩杰俊豪鑫宏博文涛帆凯阳子涵志航天嘉明睿晨龙", "婷欣雨佳怡雪悦梦琪颖涵思慧诗瑶静琳晓洁雯嘉莹丹"),
    (2010, "子宇浩轩梓睿泽晨辰奕沐煜博昊俊宸铭佑嘉一逸希皓言", "梓涵欣一诗雨子悦若汐语可馨妍怡沐彤瑶萱芷琪依晨"),
)
# Given at any time, less often.
_MEN = "安康健坤维立正宗贤良义友善启兴业绍先光景中宪廷耀根喜和连昌万彬炳钧钢铭远达仁礼信钦泰松柏石铁山川江河洲原野田升"
_WOMEN = "美惠芬芝蓉菲薇蓓黎莎珊璐瑾瑜瑞琼碧银珠宝彩凌冰冬春夏秋君如宁安文卫红小青叶竹苗枝绣锦英男双善爱娥婵妹姣媛"
_RARE_SOFT = "堃喆昇淼犇燚玥垚赟彧珺骁翀祎"
_RARE_HARD = "䶮㼆㛃𬱖"
_MINORITY_TEXT = "阿依努尔 买买提 古丽 吐尔逊 热西提 艾山 帕提古丽 依明 努尔兰 阿迪力 卓玛 扎西 才让 央金"
_FAMILY_TEXT = "买买提 吐尔逊 热西提 艾山 依明 阿迪力 努尔兰 才让 扎西 卡德尔"
_SINGLE = (0.25, 0.3, 0.35, 0.35, 0.15, 0.08)


def surnames(rng: np.random.Generator, size: int) -> Ints:
    """Indexes into SURNAMES, drawn by frequency."""
    return weighted(rng, _SURNAME_WEIGHTS, size)


def inherit(surname: Ints, father: Ints) -> Ints:
    """Surnames passed from father to child; six generations are more than are alive at once."""
    for _ in range(6):
        surname = np.where(father >= 0, surname[np.maximum(father, 0)], surname)
    return surname


def given(rng: np.random.Generator, birth_year: Ints, sex: Ints) -> pl.Series:
    """Given names of one or two characters by cohort and sex, with a few rare characters."""
    size = len(birth_year)
    first: npt.NDArray[np.str_] = np.full(size, "", dtype="<U1")
    second: npt.NDArray[np.str_] = np.full(size, "", dtype="<U1")
    cohort = np.searchsorted([year for year, _, _ in _COHORTS], birth_year, side="right") - 1
    for number, (_, men, women) in enumerate(_COHORTS):
        for code, characters in ((0, men + _MEN), (1, women + _WOMEN)):
            chosen = np.flatnonzero((cohort == number) & (sex == code))
            weights = [1 / (rank + 4) for rank in range(len(characters))]
            pool = np.array(list(characters))
            first[chosen] = pool[weighted(rng, weights, len(chosen))]
            second[chosen] = np.where(
                chance(rng, len(chosen), _SINGLE[number]), "", pool[weighted(rng, weights, len(chosen))]
            )
    return pl.Series(first) + pl.Series(second)


def rare_characters(rng: np.random.Generator, names: pl.Series, hard: bool) -> tuple[pl.Series, Mask]:
    """Names of which some end in a rare character, and which ones do.

    `hard` adds characters that GBK cannot hold; a clean city does without them, since a GBK file would lose them.
    """
    size = len(names)
    chosen = chance(rng, size, 0.02)
    pool = _RARE_SOFT + (_RARE_HARD if hard else "")
    weights = [1.0] * len(_RARE_SOFT) + ([0.4] * len(_RARE_HARD) if hard else [])
    last = pl.Series(list(pool)).gather(pl.Series(weighted(rng, weights, size)))
    changed = pl.select(pl.when(pl.Series(chosen)).then(names.str.slice(0, 1) + last).otherwise(names)).to_series()
    return changed, chosen


def full_names(rng: np.random.Generator, surname: Ints, given_names: pl.Series) -> pl.Series:
    """Surname and given name; seven in a thousand people carry a name of their people, with a middle dot."""
    size = len(surname)
    plain = pl.Series(SURNAMES).gather(pl.Series(surname)) + given_names
    own = pl.Series(_MINORITY_TEXT.split()).gather(pl.Series(rng.integers(0, _MINORITY_TEXT.count(" ") + 1, size)))
    family = pl.Series(_FAMILY_TEXT.split()).gather(pl.Series(rng.integers(0, _FAMILY_TEXT.count(" ") + 1, size)))
    dotted = pl.Series(chance(rng, size, 0.007))
    return pl.select(pl.when(dotted).then(own + "·" + family).otherwise(plain)).to_series()
