"""Characters of names that are mistaken for each other by shape (形近字), and names so mistaken.

The groups are those met in names: same component with another radical, or a stroke more or less.
"""

from collections.abc import Iterator
from itertools import islice, product

_GROUPS = """
己已巳 日曰 土士 千干于 戊戌戍 未末 天夭 王壬玉 田由甲申 人入八 大太犬 刀力 今令 午牛 井并
元无 毛手 石右古 白自百 目且 晴睛清情 梁粱 菅管 候侯 傅付 祎袆 伟玮炜 曦羲 睿濬 祥详 洋样
娟涓 娜挪 婷停 姝殊 妍研 娅哑 怡恰 恒桓 慧惠 敏梅 芬纷 茜西 苑范 菲非 萍苹 莉利 蓉容 蕾雷
薇微 蔷墙 霖淋 露路 雯文 霞暇 靖清 静净 颖颍 颜彦 骏俊 骁晓 鹏朋 鸿鸣 铭名 锋峰 钢刚 锦绵
镇填 键健 铮挣 钧均 银跟 铁轶 瑜谕 琳林 琪棋 瑶遥 璐路 瑞端 珊册 珍诊 玲铃 琴琵 莹营 栋拣
桐侗 檀坛 淑叔 泽择 浩皓 海梅 涛寿 淼森 源原 滢莹 漫慢 潇萧 澜谰 焕换 煜昱 熙照 辉挥 晖挥
昕听 晨辰 景影 智知 暄喧 曼蔓 博搏 卓桌 卫韦 友发 史吏 兴与 冬冭 刘浏 吕昌 吴昊 周同 哲折
嘉喜 垚尧 壮状 夏复 子孑 孟盂 宁宇 宏宠 宣宜 家冢 尚肖 岩岸 崔催 巍魏 帅师 庆床 康唐 廖缪
建健 张弘 彬杉 徐涂 德得 忠衷 恩思 拓托 振震 斌武 斐悲 方万 易昜 李季 杨扬 林材 柏伯 柳抑
栗粟 桂挂 欣欢 毅殷 汪江 沈沉 沙抄 波坡 泓弘 洁浩 洪洁 润闰
""".split()  # noqa: SIM905 -- a table
_MOST = 24  # names to look for in one statement
_LIKE: dict[str, str] = {}
for _group in _GROUPS:
    for _one in _group:
        _LIKE[_one] = "".join(sorted(set(_LIKE.get(_one, "") + _group)))


def look_alike(one: str, other: str) -> bool:
    """Different names, yet each character is the same or one it is mistaken for."""
    if one == other or len(one) != len(other):
        return False
    return all(a == b or b in _LIKE.get(a, "") for a, b in zip(one, other, strict=True))


def mistaken_for(name: str) -> list[str]:
    """Other names this one may have been written as; at most 24, fewest changes first."""
    return list(islice(_changed(name), _MOST))


def _changed(name: str) -> Iterator[str]:
    choices = [[c, *(x for x in _LIKE.get(c, "") if x != c)] for c in name]
    every = ("".join(letters) for letters in islice(product(*choices), 1, 200))
    yield from sorted(
        every, key=lambda other: sum(a != b for a, b in zip(name, other, strict=True))
    )
