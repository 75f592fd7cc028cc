"""What a photo or an attachment may be; of a photo only its pixels are left, no EXIF."""

import io
import uuid
import warnings
import zipfile

import puremagic
from PIL import Image, ImageOps

from lianfang.files.errors import DocumentTooBig, NotADocument, NotAPhoto, TooBig

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_DOCUMENT_BYTES = 20 * 1024 * 1024
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONGEST_SIDE = 1600
_QUALITY = 82
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def clean_photo(content: bytes) -> bytes:
    """Re-encoded as JPEG, upright, without place, camera or time; raises TooBig, NotAPhoto."""
    if len(content) > MOST_BYTES:
        raise TooBig
    try:
        with Image.open(io.BytesIO(content), formats=[_format_of(content)]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise TooBig
            return _encoded(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotAPhoto from None


def _format_of(content: bytes) -> str:
    """By its first bytes, whatever its name says."""
    try:
        return _FORMATS[puremagic.from_string(content, mime=True)]
    except (puremagic.PureError, ValueError, KeyError):
        raise NotAPhoto from None


def _encoded(image: Image.Image) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured before
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        out = io.BytesIO()
        upright.convert("RGB").save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def document_mime(content: bytes) -> str:
    """PDF, Word or Excel by what is in it, without macros; raises DocumentTooBig, NotADocument."""
    if len(content) > MOST_DOCUMENT_BYTES:
        raise DocumentTooBig
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except zipfile.BadZipFile:
        raise NotADocument from None
    if any(name.endswith("vbaProject.bin") for name in names):
        raise NotADocument
    for part, mime in _OFFICE.items():
        if part in names and "[Content_Types].xml" in names:
            return mime
    raise NotADocument


def held_place(key: uuid.UUID) -> str:
    """Where a table waits to be read, under the media folder."""
    return f"held/{key}.sealed"


def pieces_place(key: uuid.UUID) -> str:
    """Where a long file waits to be fetched."""
    return f"held/{key}.pieces"
