"""Photos: an uploaded file is checked, then drawn anew in the sizes and formats that readers get.

Nothing of the file but its pixels reaches a reader: Exif (with the place where a photo was taken), XMP, IPTC,
comments and thumbnails stay in the original, which is never public. Pure: bytes in, bytes out.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 64_000_000
"""Room for the largest cameras of today; decoded, 4 bytes each."""
MAX_TALL = 8
"""How many times higher than wide a photo may be: WebP ends at 16383 pixels, and so does a reader's patience."""

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = ("avif", "webp", "jpeg")
PRESS = 3200
"""Width in pixels at most of the JPEG for newspapers, where a photo is wider than what pages need."""
SHARE = (1200, 630)
"""Width and height of the crop for link previews (og:image)."""

_READ = ("JPEG", "PNG", "WEBP", "AVIF")
_MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}
_QUALITY = {"avif": 54, "webp": 80, "jpeg": 82}
_PRESS_QUALITY = 90
_HOW = {
    # The number of threads decides into how many tiles libavif cuts: left alone, bytes would differ by machine.
    "avif": {"speed": 7, "subsampling": "4:2:0", "max_threads": 2},
    "webp": {"method": 4},
    "jpeg": {"progressive": True, "optimize": True, "subsampling": "4:2:0"},
}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each value of the Exif tag Orientation (CIPA DC-008, section 4.6.5)."""
_NAMED = (
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
    (b"%PDF", "PDF"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
)
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

# Pillow only warns up to twice this number of pixels, and tests reset such filters: `_open` looks for itself too.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class ImageRefused(ValueError):
    """A file is no photo that the newsroom can use; the message says why and what to do."""


@dataclass(frozen=True)
class ImageInfo:
    """What a file is: `format` as Pillow names it, `width` and `height` in pixels as seen upright, `sha256` in hex."""

    format: str
    mime: str
    width: int
    height: int
    sha256: str


@dataclass(frozen=True)
class Spec:
    """A rendition to make: `width` in pixels at most, `format` of FORMATS, `quality` 1-100 (None: the format's own)."""

    width: int
    format: str
    quality: int | None = None

    def __post_init__(self):
        if self.format not in FORMATS or self.width < 1:
            raise ValueError(f"no such rendition: {self}")


@dataclass(frozen=True)
class Rendition:
    """A rendition made: its bytes, media type, size in pixels and SHA-256 (hex)."""

    data: bytes
    mime: str
    width: int
    height: int
    sha256: str


def inspect(data):
    """What the bytes of an upload are, as `ImageInfo`. Decodes them whole; raises ImageRefused."""
    image, format = _open(data)
    width, height = image.size
    return ImageInfo(format, _MIMES[format], width, height, hashlib.sha256(data).hexdigest())


def render(data, spec, focal=None, ratio=None):
    """One `Rendition` of the photo in `data`, never larger than the photo; the same bytes for the same input.

    `ratio` (width, height) crops to that shape, keeping the point `focal` (per cent from the left and from the top,
    by default the middle) as near to the centre as the edges allow. Raises ImageRefused.
    """
    return _draw(_prepare(data), spec, focal, ratio)


def renditions(data):
    """Every `Rendition` of the photo in `data`, one by one. Raises ImageRefused.

    Each format in each of `widths`, and a JPEG for the press of a photo that is wider than these.
    """
    image = _prepare(data, PRESS)
    if image.width > WIDTHS[-1]:
        yield _draw(image, Spec(PRESS, "jpeg", _PRESS_QUALITY))
        image = _resized(image, WIDTHS[-1])
    for width in widths(image.width):
        for format in FORMATS:
            yield _draw(image, Spec(width, format))


def share(data, focal=None):
    """The `Rendition` for link previews: JPEG in the shape of SHARE around the point `focal`. Raises ImageRefused."""
    return render(data, Spec(SHARE[0], "jpeg"), focal, SHARE)


def widths(width):
    """The widths in which a photo of `width` pixels is made: those of WIDTHS below it, and its own up to the last."""
    return tuple(sorted({*(step for step in WIDTHS if step < width), min(width, WIDTHS[-1])}))


def _open(data):
    """The decoded image, upright, and its format. Raises ImageRefused."""
    if not data:
        raise ImageRefused(_("The file is empty. Choose the photo again."))
    if len(data) > MAX_BYTES:
        found, limit = len(data) / 1024**2, MAX_BYTES // 1024**2
        raise ImageRefused(
            _("The file has %(found).1f MB; at most %(limit)d MB are taken. Save the photo smaller.")
            % {"found": found, "limit": limit}
        )
    try:
        image = Image.open(BytesIO(data), formats=_READ)
        _check_size(*image.size)
        # A JPEG with a second picture in it, as telephones write them (CIPA DC-007), is one photo: its first.
        format = "JPEG" if image.format == "MPO" else image.format
        if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise ImageRefused(_("The picture moves. Upload one still picture."))
        image.load()
        turn = _TURNS.get(_orientation(image))
        image = image.transpose(turn) if turn is not None else image
    except ImageRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefused(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise ImageRefused(_unknown(data)) from error
    except Exception as error:  # Pillow's parsers raise whatever a crafted file makes them stumble over
        raise ImageRefused(_damaged()) from error
    _check_shape(*image.size)
    return image, format


def _check_size(width, height):
    if width * height > MAX_PIXELS:
        raise ImageRefused(_too_many_pixels())


def _check_shape(width, height):
    if height > MAX_TALL * width:
        raise ImageRefused(
            _("The picture is more than %(times)d times as high as wide. Crop it.") % {"times": MAX_TALL}
        )


def _too_many_pixels():
    return _("The picture has more than %(limit)d megapixels. Save it smaller.") % {"limit": MAX_PIXELS // 10**6}


def _damaged():
    return _("The file is damaged or incomplete. Open it on your computer, save it anew and upload that.")


def _unknown(data):
    """Why bytes that Pillow takes for none of our formats are refused, with the name of what they seem to be."""
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")) or data[8:12] == b"WEBP" or data[4:12] == b"ftypavif":
        return _damaged()
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    name = next((name for signature, name in _NAMED if start.startswith(signature.lower())), None)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        name = "HEIC"
    if name:
        return _("This is a file of type %(name)s. Upload the photo as JPEG, PNG, WebP or AVIF.") % {"name": name}
    return _("This is no photo, whatever its name says. Upload a JPEG, PNG, WebP or AVIF file.")


def _orientation(image):
    try:
        return image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # broken Exif is no reason to refuse a photo; browsers show it as it lies
        return None


def _prepare(data, widest=WIDTHS[-1]):
    """The photo as RGB or RGBA in sRGB, upright, at most `widest` pixels wide, with nothing attached."""
    image, _format = _open(data)
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # 16 bits of grey; converting alone would clip, not scale.
        image = image.convert("I").point(lambda value: value / 257 + 0.5).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    if image.width > widest:
        image = _resized(image, widest)
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    image = _in_srgb(image.convert("RGB") if alpha else image, profile)
    if alpha:
        image.putalpha(alpha)
    image.info.clear()
    return image


def _in_srgb(image, profile):
    """The image as RGB in sRGB; `profile` is its ICC profile or None. A profile that does not fit it is passed over."""
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image.convert("RGB")


def _draw(image, spec, focal=None, ratio=None):
    if ratio:
        image = image.crop(_box(image.size, ratio, focal or (50, 50)))
    if image.width > spec.width:
        image = _resized(image, spec.width, spec.width * ratio[1] / ratio[0] if ratio else None)
    if image.mode == "RGBA" and spec.format == "jpeg":
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    stream = BytesIO()
    image.save(stream, spec.format, quality=spec.quality or _QUALITY[spec.format], **_HOW[spec.format])
    data = stream.getvalue()
    return Rendition(data, f"image/{spec.format}", *image.size, hashlib.sha256(data).hexdigest())


def _resized(image, width, height=None):
    height = height or image.height * width / image.width
    return image.resize((width, max(1, round(height))), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _box(size, ratio, focal):
    """The largest part of the shape `ratio` in `size`, around `focal` (per cent), as (left, top, right, bottom)."""
    width, height = size
    scale = min(width / ratio[0], height / ratio[1])
    part = max(1, round(ratio[0] * scale)), max(1, round(ratio[1] * scale))
    left, top = (
        min(max(round(whole * percent / 100 - piece / 2), 0), whole - piece)
        for whole, percent, piece in zip(size, focal, part, strict=True)
    )
    return left, top, left + part[0], top + part[1]
