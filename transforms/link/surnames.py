"""Surnames: which are of two characters, and how they are read where the characters mostly are read otherwise.

General knowledge, checked against no register. Both are of folded names (variants.FOLD): 冼 is 洗 here, 傅 is 付.
"""

from __future__ import annotations

from transforms.link.variants import FOLD

_SINGLE = (
    "单shan 仇qiu 查zha 解xie 区ou 朴piao,pu 曾zeng 任ren 盖ge,gai 员yun,yuan 黑he,hei 尉wei 乐yue,le 翟zhai,di "
    "覃qin,tan 卜bu 缪miao,mou 佴nai 折she,zhe 繁po 秘bi,mi 冼xian 召shao,zhao 种chong 华hua 燕yan 宁ning 纪ji "
    "葛ge 石shi 曲qu 句gou 逄pang 乜nie 佘she 郇xun,huan 郗chi,xi 隗wei,kui 幺yao 訾zi 相xiang 宓mi,fu "
    "祭zhai,ji 晟cheng,sheng 谌chen,shen 牟mu,mou 贠yun 都du 能nai,neng 车che 那na 哈ha 撒sa 过guo 干gan 万wan "
    "俞yu 应ying 占zhan 瞿qu 令ling 沈shen 盛sheng 藏zang 隽juan,jun 长chang 行xing,hang 角jiao,jue"
)
_COMPOUND = (
    "欧阳 上官 司马 诸葛 司徒 司空 司寇 皇甫 慕容 东方 夏侯 令狐ling.hu 公孙 尉迟yu.chi 万俟mo.qi 单于chan.yu "
    "长孙zhang.sun 澹台tan.tai 宇文 鲜于xian.yu 闾丘 亓官qi.guan 濮阳 赫连 呼延 南宫 独孤 乐正yue.zheng 公冶 "
    "公羊 太史 太叔 申屠 钟离 百里 东郭 西门 端木 巫马 漆雕 拓跋tuo.ba 轩辕 闻人 宗政 仲孙 宰父zai.fu 谷梁 羊舌 "
    "梁丘 左丘 第五 达奚 完颜 纳兰 颛孙 公良 公西 夹谷jia.gu 段干duan.gan 子车zi.ju 叶赫 富察 尔朱 贺兰 哥舒 "
    "耶律"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz.,"

Read = frozenset[str] | None


def _folded(text: str) -> str:
    return "".join(FOLD.get(character, character) for character in text)


def _compounds() -> dict[str, tuple[Read, Read]]:
    found: dict[str, tuple[Read, Read]] = {}
    for word in _COMPOUND.split():
        name = word.rstrip(_LETTERS)
        first, _, second = word[len(name) :].partition(".")
        found[_folded(name)] = (frozenset({first}), frozenset({second})) if first else (None, None)
    return found


SURNAMES: dict[str, frozenset[str]] = {_folded(word[0]): frozenset(word[1:].split(",")) for word in _SINGLE.split()}
"""Surname of one character -> its toneless readings, where they are not those of the character elsewhere."""
COMPOUNDS: dict[str, tuple[Read, Read]] = _compounds()
"""Surname of two characters -> readings of each; None where any reading of the character will do."""
_TWO = 2


def surname_length(name: str) -> int:
    """Characters of the surname: two for a compound one with something behind it. 欧阳 alone is 欧, named 阳."""
    return 2 if len(name) > _TWO and name[:2] in COMPOUNDS else 1


def split_name(name: str) -> tuple[str, str]:
    """(surname, given name) of a folded name."""
    length = surname_length(name)
    return name[:length], name[length:]


def surname_readings(name: str) -> tuple[Read, ...]:
    """Readings of each character of a folded name's surname; None where any reading of the character will do."""
    return COMPOUNDS[name[:2]] if surname_length(name) == _TWO else (SURNAMES.get(name[:1]),)
