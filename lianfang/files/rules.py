"""What a photo may be, and what is left of it: pixels, no EXIF, no larger than a screen needs."""

import io
import uuid
import warnings

import puremagic
from PIL import Image, ImageOps

from lianfang.files.errors import NotAPhoto, TooBig

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
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


def held_place(key: uuid.UUID) -> str:
    """Where a table waits to be read, under the media folder."""
    return f"held/{key}.sealed"
