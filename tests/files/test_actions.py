"""Photos lose what they should not tell; documents carry Chinese; a key is kept once."""

import io
import uuid
import zipfile

import pytest
from django.conf import settings
from PIL import Image

from lianfang.audit.queries import timeline
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.files import client, queries
from lianfang.files.actions import store_attachment, store_pdf, store_photo
from lianfang.files.errors import DocumentTooBig, KeyTaken, NoFont, NotADocument, NotAPhoto, TooBig
from lianfang.files.rules import MOST_BYTES, MOST_DOCUMENT_BYTES
from tests.factories.geo import T0

CITIZEN = Actor("account", 3, "市民")
OTHER = Actor("account", 4, "市民")
NOTICE = {
    **dict.fromkeys(("name", "sex", "phone", "id_number", "mode", "subject", "place"), "甲"),
    **dict.fromkeys(("officer", "worker", "doctor", "hotline", "starts_at", "ends_at"), "乙"),
    **dict.fromkeys(("days", "issued_on", "issuer", "check", "last_temp"), "1"),
    **dict.fromkeys(("released_at", "post_release", "signed_by", "issued_by", "number"), ""),
    **dict.fromkeys(("signature", "signed_on"), ""),
    "demo": True,
}


def photo(kind="JPEG", size=(60, 40), *, located=False):
    image = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    if located:
        exif[0x010F] = "PhoneMaker"
        exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def store(content, key=None, by=CITIZEN):
    return store_photo(key or uuid.uuid4(), name="门口.jpg", content=content, by=by, at=T0)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_of_any_kind_is_kept_as_jpeg_without_exif(kind):
    file = store(photo(kind, located=True))

    kept = Image.open(io.BytesIO(queries.content_of(file)))
    assert (kept.format, dict(kept.getexif()), kept.info.get("exif")) == ("JPEG", {}, None)
    assert (file.mime, file.size) == ("image/jpeg", len(queries.content_of(file)))


@pytest.mark.django_db
def test_photo_lies_sealed_on_the_disk():
    file = store(photo())

    assert (settings.MEDIA_ROOT / file.place).read_bytes()[:3] == b"a1:"


@pytest.mark.django_db
def test_photo_sent_twice_is_one_file_and_one_entry():
    key = uuid.uuid4()

    first, second = store(photo(), key), store(photo(), key)

    assert first == second
    assert timeline("files.file", first.pk).count() == 1


@pytest.mark.django_db
def test_photo_under_another_senders_key_is_refused_and_unreadable():
    key = store(photo()).key

    with pytest.raises(KeyTaken):
        store(photo(), key, by=OTHER)
    with pytest.raises(NotFound):
        queries.own(key, owner=OTHER)
    assert queries.own_photos([key], owner=OTHER) == []
    assert [f.key for f in queries.own_photos([key], owner=CITIZEN)] == [key]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content", [b"<svg onload='x()'/>", b"", b"\xff\xd8\xff but torn", b"%PDF-1.7"]
)
def test_photo_that_is_none_is_refused_by_its_bytes(content):
    with pytest.raises(NotAPhoto):
        store(content)


@pytest.mark.django_db
def test_photo_larger_than_allowed_is_refused():
    with pytest.raises(TooBig):
        store(photo() + b"\0" * MOST_BYTES)


@pytest.mark.django_db
def test_large_photo_is_scaled_to_what_a_screen_needs():
    file = store(photo(size=(4000, 1000)))

    assert Image.open(io.BytesIO(queries.content_of(file))).size == (1600, 400)


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["home_obs", "guide", "release"])
def test_document_is_a_pdf_made_once_for_a_key(template):
    key = uuid.uuid4()

    files = [
        store_pdf("文书", template=template, data=NOTICE, key=key, by=CITIZEN, at=T0) for _ in "12"
    ]

    assert queries.content_of(files[0])[:5] == b"%PDF-"
    assert files[0] == files[1]


def test_document_without_any_chinese_font_says_what_to_install(monkeypatch):
    monkeypatch.setattr(client, "_FONTS", ("No Such Font",))
    client.font.cache_clear()

    with pytest.raises(NoFont, match="fonts-noto-cjk"):
        client.font()
    client.font.cache_clear()


def office(*parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, "<x/>")
    return out.getvalue()


def store_paper(content, key=None, by=CITIZEN):
    return store_attachment(key or uuid.uuid4(), name="通告", content=content, by=by, at=T0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (office("word/document.xml"), "docx"),
        (office("xl/workbook.xml"), "xlsx"),
    ],
)
def test_document_is_kept_as_it_came_and_once(content, suffix):
    key = uuid.uuid4()

    first, second = store_paper(content, key), store_paper(content, key)

    assert first == second
    assert queries.content_of(first) == content
    assert first.place.endswith(suffix)
    with pytest.raises(KeyTaken):
        store_paper(content, key, by=OTHER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>x</script>",
        b"MZ\x90",
        photo(),
        office(),
        office("word/document.xml", "word/vbaProject.bin"),
    ],
)
def test_document_that_is_none_or_carries_macros_is_refused(content):
    with pytest.raises(NotADocument):
        store_paper(content)


@pytest.mark.django_db
def test_document_larger_than_allowed_is_refused():
    with pytest.raises(DocumentTooBig):
        store_paper(b"%PDF-" + b"\0" * MOST_DOCUMENT_BYTES)
