"""The editors' door: one permission, own areas only, every step of an article's life."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.org.enums import RoleCode
from tests.api.calls import call, hold_clock, sign_in
from tests.factories.articles import make_article, make_city
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.files.test_actions import photo

pytestmark = pytest.mark.django_db
HERE = GRID[:12]


@pytest.fixture(autouse=True)
def _city(settings):
    make_area()
    make_city()
    hold_clock(settings, T0)


@pytest.fixture
def editor(client):
    staff = make_staff(RoleCode.COMMUNITY_OFFICER, areas=(HERE,))
    sign_in(client, staff)
    return staff


def create(client, kind="guidance", key=None, area=HERE):
    setting = {"area_code": area, "readers": ["citizen"]}
    body = {"key": key or str(uuid.uuid4()), "kind": kind, "title": "口罩", "setting": setting}
    return call(client, "post", "/console/articles", body)


def save(client, article, base=1, **content):
    content = {"title": "口罩", "body": "<p>先洗手</p>"} | content
    body = {"base": base, "content": content}
    return call(client, "put", f"/console/articles/{article['key']}/content", body)


def upload(client, article, content, *, is_picture=True, key=None):
    form = {"file_key": key or str(uuid.uuid4()), "is_picture": is_picture}
    form["file"] = SimpleUploadedFile("一.jpg", content)
    path = f"/api/console/articles/{article['key']}/files"
    return client.post(path, form, headers={"X-Lianfang": "1"})


def test_an_article_goes_from_draft_to_readers_and_back(client, editor):
    article = create(client).json()
    path = f"/console/articles/{article['key']}"

    saved = save(client, article).json()
    assert (saved["latest"], saved["content"]["body"]) == (2, "<p>先洗手</p>")
    shown = call(client, "post", f"{path}/publication", {"number": 2}).json()
    assert (shown["showing"], shown["live"]) == ("on", 2)
    gone = call(client, "post", f"{path}/withdrawal", {"reason": "有误"}).json()
    assert (gone["showing"], gone["reason"]) == ("withdrawn", "有误")
    again = call(client, "post", f"{path}/withdrawal", {"reason": "有误"})
    assert (again.status_code, again.json()["code"]) == (409, "article.wrong_state")


def test_versions_are_listed_compared_and_restored(client, editor):
    article = create(client).json()
    path = f"/console/articles/{article['key']}"
    save(client, article)

    rows = call(client, "get", f"{path}/versions").json()
    assert [row["number"] for row in rows] == [2, 1]
    changes = call(client, "get", f"{path}/differences?old=1&new=2").json()
    assert {"sign": "+", "text": "先洗手"} in changes
    back = call(client, "post", f"{path}/restoration", {"base": 2, "number": 1}).json()
    assert (back["latest"], back["content"]["note"]) == (3, "恢复自第 1 版")


def test_two_editors_do_not_overwrite_each_other(client, editor):
    article = create(client).json()
    save(client, article, title="甲")

    second = save(client, article, title="乙")

    assert (second.status_code, second.json()["code"]) == (409, "article.superseded")


def test_a_self_check_begins_with_the_shipped_questions_and_says_what_is_missing(client, editor):
    article = create(client, kind="self_check").json()
    tree = article["content"]["tree"]
    tree["questions"][0]["otherwise"] = ""

    refused = save(client, article, tree=tree)

    assert (refused.status_code, refused.json()["code"]) == (422, "article.bad_tree")
    assert "没有指明下一步" in refused.json()["detail"]


def test_pictures_and_papers_are_given_to_an_article(client, editor):
    article = create(client).json()

    given = upload(client, article, photo()).json()

    assert client.get(given["url"]).status_code == 200
    body = f'<p><img src="{given["url"]}" alt="图"></p>'
    saved = save(client, article, body=body, cover=given["key"]).json()
    assert saved["content"]["body"] == body.replace('" alt', '" loading="lazy" alt')
    assert upload(client, article, b"<svg/>").json()["code"] == "file.not_a_photo"
    refused = upload(client, article, b"<html>", is_picture=False)
    assert refused.json()["code"] == "file.not_a_document"


@pytest.mark.parametrize("role", [RoleCode.GRID_WORKER, RoleCode.COMMANDER, RoleCode.SYSADMIN])
def test_who_may_not_edit_finds_no_door(client, role):
    article = make_article(area_code=HERE)
    sign_in(client, make_staff(role, areas=(HERE,)))

    assert call(client, "get", "/console/articles").status_code == 403
    assert create(client).status_code == 403
    path = f"/console/articles/{article.key}"
    assert call(client, "get", path).status_code == 403
    assert call(client, "post", f"{path}/withdrawal", {"reason": "x"}).status_code == 403


def test_an_article_of_another_area_is_not_found_whatever_is_tried(client, editor):
    foreign = make_article(area_code=f"{HERE[:9]}002")
    path = f"/console/articles/{foreign.key}"

    tried = [
        call(client, "get", path),
        save(client, {"key": foreign.key}),
        call(client, "post", f"{path}/publication", {"number": 1}),
        call(client, "post", f"{path}/withdrawal", {"reason": "x"}),
        call(client, "get", f"{path}/versions"),
        call(client, "get", f"{path}/differences?old=1&new=1"),
        call(client, "post", f"{path}/restoration", {"base": 1, "number": 1}),
        upload(client, {"key": foreign.key}, photo()),
        client.get(f"/api{path}/files/{uuid.uuid4()}"),
    ]

    assert {answer.status_code for answer in tried} == {404}
    assert call(client, "get", "/console/articles").json()["items"] == []
    assert create(client, area=HERE[:4]).json()["code"] == "article.not_your_area"
