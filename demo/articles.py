"""What the invented city tells its people: news, guidance, a note to the staff; all made up."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import xlsxwriter
from PIL import Image, ImageDraw

from demo import names
from demo.desks import Desks
from lianfang.articles import actions
from lianfang.articles.enums import CITIZEN, ArticleKind
from lianfang.articles.models import Article
from lianfang.org.enums import RoleCode
from lianfang.org.queries import caller_by_id
from lianfang.org.rules import Caller

CITY = names.CITY[0]
_NAMESPACE = uuid.UUID("8f1d5f0e-5f0a-4f5e-9b0e-3a1f6a6f9c11")
_SIZE = (1280, 720)
Draw = Callable[[ImageDraw.ImageDraw], None]


@dataclass(frozen=True)
class Told:
    """An article to be; ``hours`` ago it was published."""

    title: str
    summary: str
    body: str
    hours: int
    kind: ArticleKind = ArticleKind.NEWS
    draw: Draw | None = None
    area: str = CITY
    readers: tuple[str, ...] = (CITIZEN,)
    source: str = "澄川市疫情防控指挥部（演示）"
    has_table: bool = False
    is_draft: bool = False


def _river(draw: ImageDraw.ImageDraw) -> None:
    """An embankment in the morning."""
    draw.rectangle((0, 0, 1280, 430), fill="#dcebff")
    draw.ellipse((900, 90, 1040, 230), fill="#ffd66b")
    draw.polygon([(0, 430), (260, 210), (560, 430)], fill="#8db8f7")
    draw.polygon([(380, 430), (700, 260), (1060, 430)], fill="#6aa0f2")
    draw.rectangle((0, 430, 1280, 590), fill="#2f7be8")
    for row in range(5):
        for at in range(-60 + row * 40, 1280, 220):
            draw.arc((at, 440 + row * 28, at + 110, 470 + row * 28), 200, 340, "#9cc4ff", 5)
    draw.rectangle((0, 590, 1280, 720), fill="#c9d3e2")
    for at in range(30, 1280, 110):
        draw.rectangle((at, 530, at + 12, 610), fill="#46536a")
    draw.rectangle((0, 540, 1280, 552), fill="#46536a")


def _market(draw: ImageDraw.ImageDraw) -> None:
    """Three stalls, and an arrow for the way in."""
    draw.rectangle((0, 0, 1280, 720), fill="#fff5e2")
    for at, colour in ((70, "#cf2433"), (480, "#0b7a46"), (890, "#1460f5")):
        for stripe in range(6):
            left = at + stripe * 55
            fill = colour if stripe % 2 == 0 else "#ffffff"
            draw.polygon(
                [(left, 150), (left + 55, 150), (left + 62, 260), (left - 7, 260)], fill=fill
            )
        draw.rectangle((at + 10, 260, at + 320, 430), fill="#f7e3bd")
        draw.rectangle((at + 10, 360, at + 320, 450), fill="#a35c00")
        for ball in range(5):
            left = at + 24 + ball * 58
            draw.ellipse((left, 318, left + 50, 368), fill="#f0920c" if ball % 2 else "#3ba55d")
    draw.rectangle((0, 540, 1280, 720), fill="#d7dde8")
    draw.polygon(
        [(360, 605), (820, 605), (820, 570), (930, 635), (820, 700), (820, 665), (360, 665)],
        fill="#1460f5",
    )


def _hands(draw: ImageDraw.ImageDraw) -> None:
    """Water, soap and bubbles."""
    draw.rectangle((0, 0, 1280, 720), fill="#e5f6ed")
    draw.rectangle((560, 0, 650, 190), fill="#8b95a7")
    draw.rounded_rectangle((470, 150, 740, 230), 40, fill="#8b95a7")
    draw.polygon([(580, 230), (630, 230), (650, 470), (560, 470)], fill="#89b9ff")
    draw.rounded_rectangle((330, 440, 880, 590), 75, fill="#f2c9a5")
    draw.rounded_rectangle((400, 480, 960, 640), 80, fill="#e8b48a")
    bubbles = [(300, 380, 90), (930, 400, 120), (820, 300, 60), (380, 290, 50), (1040, 560, 70)]
    for left, top, size in bubbles:
        draw.ellipse(
            (left, top, left + size, top + size), fill="#ffffff", outline="#4a9bff", width=5
        )


TOLD = (
    Told(
        "三处农贸市场实行单向通行",
        "澜前、柏桥、栖溪三处市场自明日起南门进、北门出，现场引导不超过两百人同时入场。",
        "<p>为减少人员交会，<strong>澜前、柏桥、栖溪</strong>三处农贸市场自明日早六点起实行单向通行。</p>"
        "<h2>怎么走</h2><ul><li>南门进、北门出，地面有蓝色箭头</li><li>进门请佩戴口罩，出示电子通行证</li>"
        "<li>同时入场不超过两百人，高峰请错时</li></ul>"
        "<h2>老人怎么办</h2><p>没有手机的老人，凭社区发的纸质通行证入场；行动不便的可请社区代买。</p>",
        hours=3,
        draw=_market,
    ),
    Told(
        "江堤步道分时段开放",
        "每天早六点到九点、傍晚五点到八点开放，请保持一米距离，不要聚集跳舞。",
        "<p>澄江江堤步道恢复分时段开放：<strong>早六点到九点，傍晚五点到八点</strong>。</p>"
        "<p>散步请保持一米距离。广场舞、棋牌等聚集活动继续暂停。</p>"
        "<blockquote>正在居家观察的居民请不要外出，观察期满领取解除通知书后再出门。</blockquote>",
        hours=20,
        draw=_river,
    ),
    Told(
        "本周重点场所消毒安排",
        "车站、学校、市场分批消毒，时间见附件，请提前绕行。",
        "<p>本周对车站、学校和农贸市场分批消毒，每处约两小时，期间请绕行。具体时间见附件表格。</p>"
        '<p>问题请拨打热线 <a href="tel:0480-12345">0480-12345</a>。</p>',
        hours=44,
        has_table=True,
    ),
    Told(
        "澜前街道：蔬菜代购今日登记",
        "居家观察的住户可向社区登记，网格员每天下午送到门口。",
        "<p>澜前街道为居家观察的住户代购蔬菜：</p><ol><li>上午十点前在“隔离自查”里点求助，写明需要</li>"
        "<li>网格员下午三点到五点送到门口，请隔门取货</li></ol>",
        hours=6,
        area=f"{CITY}01001",
        source="澜前街道办（演示）",
    ),
    Told(
        "七步洗手，一步都不少",
        "流动水、洗手液，认真揉搓二十秒：内、外、夹、弓、大、立、腕。",
        "<p>洗手是最简单的防护。用流动水和洗手液，揉搓<strong>不少于二十秒</strong>。</p>"
        "<ol><li>内：掌心相对揉搓</li><li>外：掌心搓手背，两手交替</li><li>夹：掌心相对，手指交叉</li>"
        "<li>弓：弯曲手指，关节在掌心旋转</li><li>大：握住大拇指旋转</li><li>立：指尖在掌心揉搓</li>"
        "<li>腕：揉搓手腕</li></ol><h2>什么时候洗</h2><p>回家后、饭前便后、咳嗽打喷嚏捂过口鼻后、摸过门把手和电梯按钮后。</p>",
        hours=30,
        kind=ArticleKind.GUIDANCE,
        draw=_hands,
        source="澄川市疾控中心（演示）",
    ),
    Told(
        "居家观察十四天怎么过",
        "单独一间房、早晚测体温、每天通风，家人分餐。",
        "<h2>住</h2><p>单独一间通风的房间，房门关好；没有独立卫生间的，每次用完消毒。</p>"
        "<h2>吃</h2><p>家人把饭放在门口，碗筷单独清洗、煮沸十五分钟。</p>"
        "<h2>测</h2><p>早晚各测一次体温，在“隔离自查”里提交。"
        "到 37.3℃ 或咳嗽、气促，马上联系社区医生。</p>",
        hours=52,
        kind=ArticleKind.GUIDANCE,
        source="澄川市疾控中心（演示）",
    ),
    Told(
        "入户核实请先电话联系",
        "给网格员和社区工作人员：先电话后上门，两人同行，做好防护。",
        "<p>入户核实一律先电话联系，说明身份和来意；上门两人同行，戴口罩、手套，不进卧室。</p>"
        "<p>联系不上的，两小时后再打一次，三次不通按“联系不上”上报。</p>",
        hours=10,
        kind=ArticleKind.GUIDANCE,
        readers=(RoleCode.GRID_WORKER, RoleCode.COMMUNITY_OFFICER, RoleCode.COMMUNITY_DOCTOR),
    ),
    Told(
        "复工企业员工申报说明（待定稿）",
        "哪些员工要申报、怎么填表、多久有结果。",
        "<p>初稿，等指挥部确认口径后发布。</p>",
        hours=1,
        is_draft=True,
    ),
)


def tell(desks: Desks, *, at: dt.datetime) -> list[Article]:
    """Written by the first officer of the disease control centre; the same keys every time."""
    editor = caller_by_id(desks.users["cdc01"].pk)
    if editor is None:
        raise LookupError("cdc01")
    return [_write(one, editor, at - dt.timedelta(hours=one.hours)) for one in TOLD]


def _write(told: Told, editor: Caller, at: dt.datetime) -> Article:
    key = uuid.uuid5(_NAMESPACE, told.title)
    article = actions.create(
        key=key,
        kind=told.kind,
        content=actions.Content(told.title),
        setting=actions.Setting(told.area, told.readers),
        by=editor,
        at=at,
    )
    cover = _give(article, "封面.png", _picture(told.draw), editor, at) if told.draw else None
    table = [_give(article, "消毒安排.xlsx", _table(), editor, at)] if told.has_table else []
    content = actions.Content(
        told.title, told.summary, told.body, cover, table, source_name=told.source
    )
    actions.save(article, content=content, base=1, by=editor, at=at)
    if not told.is_draft:
        actions.publish(article, number=2, by=editor, at=at)
    return article


def _give(
    article: Article, name: str, content: bytes, editor: Caller, at: dt.datetime
) -> uuid.UUID:
    key = uuid.uuid5(article.key, name)
    is_picture = name.endswith(".png")
    return actions.attach(
        article, key=key, name=name, content=content, is_picture=is_picture, by=editor, at=at
    ).file_key


def _picture(draw: Draw) -> bytes:
    image = Image.new("RGB", _SIZE)
    draw(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _table() -> bytes:
    rows = [
        ("场所", "日期", "时间"),
        ("澄川汽车站", "周三", "22:00-24:00"),
        ("望澜区实验小学", "周四", "19:00-21:00"),
        ("栖溪农贸市场", "周五", "20:00-22:00"),
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("消毒安排")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()
