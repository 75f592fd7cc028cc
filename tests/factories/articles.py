"""Articles of an invented city, on show for citizens unless a test says otherwise."""

import uuid

from lianfang.articles import actions
from lianfang.articles.enums import CITIZEN, ArticleKind
from lianfang.articles.models import Article
from lianfang.city.actions import set_up_city
from lianfang.city.queries import CityInfo
from lianfang.core.actor import Actor
from tests.factories.geo import GRID, T0

CITY = GRID[:4]
SYSTEM = Actor.system()


def make_city(area_code=CITY):
    info = CityInfo("测试市", "测试", area_code, "12345", is_demo=True, started_on=T0.date())
    set_up_city(info, by=SYSTEM, at=T0)


def make_article(
    title="洗手七步法",
    *,
    kind=ArticleKind.NEWS,
    area_code=CITY,
    readers=(CITIZEN,),
    publish_at=None,
    until=None,
    is_published=True,
    key=None,
    at=T0,
    **content,
) -> Article:
    article = actions.create(
        key=key or uuid.uuid4(),
        kind=ArticleKind(kind),
        content=actions.Content(title, **({"body": "<p>正文</p>"} | content)),
        setting=actions.Setting(area_code, readers, publish_at, until),
        by=SYSTEM,
        at=at,
    )
    if is_published:
        actions.publish(article, number=1, by=SYSTEM, at=at)
    return article
