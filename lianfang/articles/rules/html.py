"""What may stand in an article's body, and how it is read as plain lines.

The stored form is small on purpose: paragraphs, two headings, lists, quotations, bold, italic,
links to https and telephones, pictures of the article itself. Everything else is taken out.
"""

import html
import re
import uuid

import nh3

_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "br", "a", "img", "hr"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}}
_LINK = re.compile(r"(https://|tel:)[^\s\"'<>]+")
_PICTURE = re.compile(r"(?:lf:|.*/files/)([0-9a-fA-F-]{36})")
_STORED_PICTURE = re.compile(r'src="lf:([0-9a-f-]{36})"')
_LOOSE = re.compile(r"<img(?![^>]*src=)[^>]*>|<(p|h2|h3|li|blockquote)>(?:\s|&nbsp;|<br>)*</\1>")
_SAME = {"b": "strong", "i": "em", "div": "p", "h1": "h2", "h4": "h3"}
_LINE_ENDS = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<br>|<hr>")
_ANY_TAG = re.compile(r"<[^>]+>")


def clean(body: str) -> str:
    """The body as it may be stored; cleaning what is clean changes nothing."""
    plain = re.sub(r"(</?)(b|i|div|h1|h4)(?=[\s>])", lambda m: m[1] + _SAME[m[2]], body)
    return _sanitised(_LOOSE.sub("", _sanitised(plain))).strip()


def _sanitised(body: str) -> str:
    """Always the last word: nothing edits markup after it."""
    return nh3.clean(
        body,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"https", "tel", "lf"},
        link_rel="noopener noreferrer",
    )


def pictures_in(body: str) -> list[uuid.UUID]:
    """Keys of the pictures a stored body shows, in their order."""
    return [uuid.UUID(key) for key in _STORED_PICTURE.findall(body)]


def with_addresses(body: str, files: str) -> str:
    """A stored body with its pictures fetched from under ``files``."""
    return _STORED_PICTURE.sub(rf'src="{files}/\1" loading="lazy"', body)


def lines_of(body: str) -> list[str]:
    """What a body says, a line for each block, pictures by what they show."""
    text = re.sub(r'<img[^>]*?alt="([^"]*)"[^>]*>', r"［图：\1］", body)
    text = re.sub(r"<img[^>]*>", "［图］", text)
    parts = _LINE_ENDS.sub("\n", text).split("\n")
    lines = (html.unescape(_ANY_TAG.sub("", part)).strip() for part in parts)
    return [line for line in lines if line]


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("img", "src"):
        return _picture(value)
    if (tag, name) == ("a", "href"):
        return value if _LINK.fullmatch(value) else None
    return value


def _picture(address: str) -> str | None:
    """Only pictures given to an article, whatever address the editor showed them under."""
    found = _PICTURE.fullmatch(address)
    try:
        return f"lf:{uuid.UUID(found[1])}" if found else None
    except ValueError:
        return None
