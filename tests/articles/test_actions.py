"""Writing, showing, withdrawing: right person, wrong person, wrong state, sent twice."""

import datetime as dt
import uuid

import pytest

from lianfang.articles import actions, queries
from lianfang.articles.enums import CITIZEN, ArticleKind, ArticleState
from lianfang.articles.errors import (
    BadLink,
    BadSchedule,
    NoReaders,
    NoReason,
    NothingToShow,
    NotYourArea,
    Superseded,
    WrongState,
)
from lianfang.articles.models import Article, DayCount, ReaderDay, Version
from lianfang.audit.queries import timeline
from lianfang.core.problems import NotFound
from lianfang.org.enums import RoleCode
from lianfang.org.errors import MissingPermission
from tests.articles.test_tree import TREE
from tests.factories.accounts import make_account
from tests.factories.articles import CITY, SYSTEM, make_article, make_city
from tests.factories.geo import GRID, T0
from tests.factories.org import make_staff
from tests.files.test_actions import photo

pytestmark = pytest.mark.django_db
LATER = T0 + dt.timedelta(hours=1)
COMMUNITY = GRID[:12]


def make_editor(role=RoleCode.COMMUNITY_OFFICER, areas=(COMMUNITY,)):
    return make_staff(role, areas=areas)


def draft(editor, area_code=COMMUNITY, key=None, **setting):
    return actions.create(
        key=key or uuid.uuid4(),
        kind=ArticleKind.GUIDANCE,
        content=actions.Content("口罩怎么戴", body="<p>先洗手</p>"),
        setting=actions.Setting(area_code, **setting),
        by=editor,
        at=T0,
    )


def save(article, title="题", body="<p>一</p>", base=1, **content):
    given = actions.Content(title, body=body, **content)
    return actions.save(article, content=given, base=base, by=SYSTEM, at=T0)


def fresh(article):
    return queries.by_key(article.key)


def actions_on(article):
    entries = timeline("articles.article", article.pk)
    return list(entries.values_list("action", flat=True))


def test_an_editor_writes_publishes_and_withdraws_and_all_is_recorded():
    editor = make_editor()
    article = draft(editor)

    actions.publish(article, number=1, by=editor, at=T0)
    actions.withdraw(article, reason="数据有误", by=editor, at=LATER)

    kept = fresh(article)
    assert (kept.state, kept.live, kept.reason) == (ArticleState.WITHDRAWN, 1, "数据有误")
    assert actions_on(article) == ["article.created", "article.published", "article.withdrawn"]


def test_nobody_without_the_permission_writes():
    worker = make_staff(RoleCode.GRID_WORKER)

    with pytest.raises(MissingPermission):
        draft(worker)
    article = make_article()
    for act in (
        lambda: actions.save(article, content=actions.Content("改"), base=1, by=worker, at=T0),
        lambda: actions.publish(article, number=1, by=worker, at=T0),
        lambda: actions.withdraw(article, reason="x", by=worker, at=T0),
        lambda: actions.restore(article, number=1, base=1, by=worker, at=T0),
        lambda: actions.arrange(
            article, setting=actions.Setting(CITY, (CITIZEN,)), by=worker, at=T0
        ),
    ):
        with pytest.raises(MissingPermission):
            act()


def test_an_editor_of_a_community_cannot_speak_to_the_city_or_to_the_neighbours():
    editor = make_editor()

    for area in (CITY, GRID[:9], "990101001002"):
        with pytest.raises(NotYourArea):
            draft(editor, area_code=area)
    with pytest.raises(NotYourArea):
        actions.arrange(draft(editor), setting=actions.Setting(CITY, (CITIZEN,)), by=editor, at=T0)
    with pytest.raises(NotFound):
        queries.get_for(editor, make_article().key)


def test_the_same_key_is_one_article_and_a_strangers_is_not_found():
    editor, key = make_editor(), uuid.uuid4()

    assert draft(editor, key=key) == draft(editor, key=key)
    stranger = make_editor(areas=("990101001002",))
    with pytest.raises(NotFound):
        draft(stranger, area_code="990101001002", key=key)


def test_every_save_stays_and_readers_see_the_published_one():
    make_city()
    article = make_article(body="<p>第一版</p>")
    reader = queries.reader_of_citizen()

    save(article, "新题", "<p>第二版</p>")

    assert queries.article_for(reader, article.key, at=T0).versions__body == "<p>第一版</p>"
    actions.publish(article, number=2, by=SYSTEM, at=LATER)
    assert queries.article_for(reader, article.key, at=LATER).versions__body == "<p>第二版</p>"
    assert [row[0] for row in queries.versions_of(article)] == [2, 1]


def test_the_same_content_again_adds_no_version():
    article = make_article(body="<p>一</p>")

    save(article, "洗手七步法", "<p>一</p>")

    assert Version.objects.filter(article=article).count() == 1
    assert actions_on(article) == ["article.created", "article.published"]


def test_a_save_upon_an_older_version_is_refused():
    article = make_article()
    save(article, "甲", "<p>甲</p>")

    with pytest.raises(Superseded):
        save(article, "乙", "<p>乙</p>")
    with pytest.raises(Superseded):
        actions.publish(article, number=1, by=SYSTEM, at=T0)


def test_an_older_version_is_restored_as_the_newest():
    article = make_article(body="<p>一</p>")
    save(article, "甲", "<p>二</p>")

    restored = actions.restore(article, number=1, base=2, by=SYSTEM, at=LATER)

    assert (restored.number, restored.title, restored.body) == (3, "洗手七步法", "<p>一</p>")
    assert restored.note == "恢复自第 1 版"
    assert actions.restore(article, number=1, base=3, by=SYSTEM, at=LATER).number == 3


def test_differences_are_told_line_by_line():
    article = make_article(title="题", body="<p>一</p><p>二</p>")
    save(article, "题", "<p>一</p><p>三</p>")

    found = queries.what_differs(article, old=1, new=2)

    assert [(c.sign, c.text) for c in found] == [("=", "题"), ("=", "一"), ("-", "二"), ("+", "三")]


def test_what_is_stored_is_clean():
    article = make_article(body="<p onclick=alert(1)>字<script>alert(1)</script></p>")

    assert queries.version_of(article, 1).body == "<p>字</p>"


def test_a_title_is_kept_as_text_and_a_link_must_be_https():
    article = make_article(title="<b>题</b>")

    assert queries.version_of(article, 1).title == "<b>题</b>"
    with pytest.raises(BadLink):
        make_article(source_url="javascript:alert(1)")


def test_publishing_twice_is_one_publication():
    article = make_article()

    actions.publish(article, number=1, by=SYSTEM, at=LATER)

    assert actions_on(article) == ["article.created", "article.published"]


def test_nothing_written_is_not_published():
    empty = make_article(body="", is_published=False)
    no_questions = make_article(kind=ArticleKind.SELF_CHECK, is_published=False)

    for article in (empty, no_questions):
        with pytest.raises(NothingToShow):
            actions.publish(article, number=1, by=SYSTEM, at=T0)


def test_only_what_is_published_is_withdrawn_once_and_with_a_reason():
    article = make_article()

    with pytest.raises(NoReason):
        actions.withdraw(article, reason=" ", by=SYSTEM, at=T0)
    actions.withdraw(article, reason="有误", by=SYSTEM, at=T0)
    with pytest.raises(WrongState):
        actions.withdraw(article, reason="有误", by=SYSTEM, at=T0)
    with pytest.raises(WrongState):
        actions.withdraw(make_article(is_published=False), reason="有误", by=SYSTEM, at=T0)


def test_a_withdrawn_article_can_be_published_again():
    article = make_article()
    actions.withdraw(article, reason="有误", by=SYSTEM, at=T0)

    actions.publish(article, number=1, by=SYSTEM, at=LATER)

    assert (fresh(article).state, fresh(article).reason) == (ArticleState.PUBLISHED, "")


def test_schedule_and_readers_are_checked():
    with pytest.raises(BadSchedule):
        make_article(publish_at=LATER, until=T0)
    with pytest.raises(BadSchedule):
        make_article(until=T0 - dt.timedelta(days=1))
    for nobody in ((), ("martian",)):
        with pytest.raises(NoReaders):
            make_article(readers=nobody)


def test_arranging_anew_is_recorded_once_with_before_and_after():
    article = make_article(is_published=False)
    setting = actions.Setting(COMMUNITY, ("grid_worker", CITIZEN), LATER, None)

    for _ in "12":
        actions.arrange(article, setting=setting, by=SYSTEM, at=T0)

    assert (fresh(article).area_code, fresh(article).publish_at) == (COMMUNITY, LATER)
    assert queries.readers_of(article) == [CITIZEN, "grid_worker"]
    assert actions_on(article) == ["article.created", "article.arranged"]


def give(article, key=None, by=SYSTEM, content=None, *, is_picture=True):
    return actions.attach(
        article,
        key=key or uuid.uuid4(),
        name="图.jpg",
        content=content or photo(),
        is_picture=is_picture,
        by=by,
        at=T0,
    )


def test_only_files_given_to_this_article_are_shown_in_it():
    article, other = make_article(), make_article()
    own, foreign = give(article).file_key, give(other).file_key
    body = f'<p><img src="lf:{own}"><img src="lf:{foreign}"></p>'

    version = save(article, body=body, cover=foreign, attachments=[own, foreign])

    assert version.body == f'<p><img src="lf:{own}"></p>'
    assert (version.cover, version.attachments) == (None, [str(own)])


def test_a_file_sent_twice_is_one_and_never_of_two_articles():
    article, key = make_article(), uuid.uuid4()

    assert give(article, key) == give(article, key)
    with pytest.raises(NotFound):
        give(make_article(), key)


def test_a_self_checks_questions_are_kept_with_the_version():
    article = make_article(kind=ArticleKind.SELF_CHECK, tree=TREE)

    assert queries.version_of(article, 1).tree["questions"][0]["id"] == "q1"
    assert queries.version_of(make_article(tree=TREE), 1).tree is None


def note(article, account, at=T0):
    return actions.note_readings(
        [article.key, article.key],
        reader=queries.reader_of_citizen(),
        by=account.actor,
        at=at,
    )


def test_a_reader_counts_once_a_day_however_often_the_beacon_comes():
    make_city()
    article, account = make_article(), make_account()

    assert [note(article, account) for _ in "12"] == [1, 0]
    assert note(article, account, at=T0 + dt.timedelta(days=1)) == 1
    assert note(article, make_account()) == 1


def test_nobody_known_and_nothing_shown_counts_nothing():
    make_city()
    hidden = make_article(is_published=False)

    assert note(hidden, make_account()) == 0
    reader = queries.reader_of_citizen()
    assert actions.note_readings([make_article().key], reader=reader, by=SYSTEM, at=T0) == 0


def test_days_that_are_over_become_numbers_and_the_readers_are_forgotten():
    make_city()
    article = make_article()
    for _ in range(3):
        note(article, make_account())
    tomorrow = T0 + dt.timedelta(days=1)
    note(article, make_account(), at=tomorrow)

    for _ in "12":
        actions.count_days(by=SYSTEM, at=tomorrow)

    assert list(DayCount.objects.values_list("readers", flat=True)) == [3]
    assert ReaderDay.objects.count() == 1
    editor = make_editor(RoleCode.CDC_OFFICER, areas=(CITY,))
    (row,) = queries.list_page(editor, filters=queries.Filters(), cursor="", at=tomorrow).rows
    assert row.reads == 4
    note(article, make_account())  # a phone that comes late for yesterday
    actions.count_days(by=SYSTEM, at=tomorrow)
    assert list(DayCount.objects.values_list("readers", flat=True)) == [4]


def test_articles_are_unreachable_without_saying_whose():
    from lianfang.geo.errors import Unscoped  # noqa: PLC0415 -- only here

    with pytest.raises(Unscoped):
        Article.objects.all()
