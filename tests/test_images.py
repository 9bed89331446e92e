"""Photos: what is refused, and that a rendition holds the picture, upright and in its colours, and nothing else."""

import hashlib
import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageOps, PngImagePlugin

from speeches import images
from speeches.images import ImageRefused, Spec

LYING = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera stores an upright picture under each value of Orientation (Pillow turns against the clock)."""
SECRETS = (b"GPSLatitude", b"Kamera 3000", b"Almaty flat 7", b"adobe", b"Photoshop", b"Exif", b"iptc-city")
CORNERS = {"red": (0.1, 0.1), "lime": (0.9, 0.1), "blue": (0.1, 0.9), "white": (0.9, 0.9)}
COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255), "black": (0, 0, 0)}


def saved(image, format, **how):
    stream = BytesIO()
    image.save(stream, format, **how)
    return stream.getvalue()


def quartered(width=400, height=240):
    """A picture with red and lime above blue and white, so that every turn shows."""
    image = Image.new("RGB", (2, 2))
    image.putdata([COLOURS[name] for name in CORNERS])
    return image.resize((width, height), Image.Resampling.NEAREST)


def noisy(width=400, height=240):
    return Image.effect_noise((width, height), 90).convert("RGB")


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def assert_near(found, wanted, tolerance=12):
    assert all(abs(one - other) <= tolerance for one, other in zip(found, wanted, strict=True)), (found, wanted)


def assert_quarters(data, corners=CORNERS):
    image = opened(data).convert("RGB")
    for name, (x, y) in corners.items():
        # Chroma is stored at half size and with loss: lime comes back a little darker.
        assert_near(image.getpixel((int(x * image.width), int(y * image.height))), COLOURS[name])


def with_everything():
    """A JPEG with all the metadata that cameras and agencies write, the place where it was taken among them."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Kamera 3000"
    exif[ExifTags.Base.ImageDescription] = "Almaty flat 7"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (43.0, 14.0, 24.5)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (76.0, 53.0, 22.1)
    data = saved(
        quartered(),
        "JPEG",
        quality=95,
        exif=exif,
        comment=b"Almaty flat 7",
        xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/">GPSLatitude 43,14N</x:xmpmeta>',
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x5a\0\x09iptc-city"
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]


def test_what_an_upload_is():
    data = saved(quartered(), "PNG")
    assert images.inspect(data) == images.ImageInfo("PNG", "image/png", 400, 240, hashlib.sha256(data).hexdigest())


def test_no_metadata_reaches_a_reader():
    data = with_everything()
    before = opened(data)
    assert before.getexif().get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == (43.0, 14.0, 24.5)
    assert before.info["comment"] and before.info["icc_profile"] and before.info["xmp"] and before.info["photoshop"]
    made = [*images.renditions(data), images.share(data)]
    assert len(made) == 7
    for rendition in made:
        after = opened(rendition.data)
        assert dict(after.getexif()) == {} and after.getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & after.info.keys(), after.info
        for secret in SECRETS:
            assert secret not in rendition.data
        if rendition.mime == "image/jpeg":
            assert {marker for marker, _ in after.applist} <= {"APP0"}


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_no_metadata_reaches_a_reader_from_other_formats(format):
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Kamera 3000"
    how = {"exif": exif.tobytes(), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if format == "PNG":
        how["pnginfo"] = PngImagePlugin.PngInfo()
        how["pnginfo"].add_text("Comment", "Almaty flat 7")
        how["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x>adobe</x>")
    else:
        how["xmp"] = b"<x>adobe</x>"
    data = saved(quartered(), format, **how)
    assert b"Kamera 3000" in data
    for rendition in images.renditions(data):
        for secret in SECRETS:
            assert secret not in rendition.data


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_photos_stand_upright(format, orientation):
    turned = quartered().transpose(LYING[orientation]) if orientation in LYING else quartered()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    data = saved(turned, format, exif=exif, quality=100)
    info = images.inspect(data)
    assert (info.width, info.height) == (400, 240)
    assert_quarters(saved(ImageOps.exif_transpose(opened(data)), "PNG"))
    rendition = images.render(data, Spec(320, "jpeg"))
    assert (rendition.width, rendition.height) == (320, 192)
    assert_quarters(rendition.data)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("exif", [b"MM\0*\xff\xff\xff\xff rubbish", b"rubbish rubbish", b"II*\0"])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_broken_exif_harms_nothing(format, exif):
    data = saved(quartered(), format, exif=b"Exif\0\0" + exif, quality=95)
    assert images.inspect(data).width == 400
    assert_quarters(images.render(data, Spec(320, "jpeg")).data)


def test_sizes_go_up_to_the_photo_and_never_beyond():
    made = [(found.width, found.height, found.mime) for found in images.renditions(saved(noisy(700, 350), "JPEG"))]
    assert made == [
        (width, width // 2, f"image/{format}") for width in (320, 640, 700) for format in ("avif", "webp", "jpeg")
    ]
    assert images.widths(4000) == images.WIDTHS
    assert images.widths(1920) == images.WIDTHS
    assert images.widths(320) == (320,)
    assert images.widths(1) == (1,)


@pytest.mark.parametrize("format", images.FORMATS)
def test_a_rendition_says_what_it_is(format):
    rendition = images.render(saved(quartered(800, 480), "PNG"), Spec(320, format))
    image = opened(rendition.data)
    assert (image.format.lower(), image.size) == (format, (320, 192)) == (format, (rendition.width, rendition.height))
    assert rendition.mime == f"image/{format}"
    assert rendition.sha256 == hashlib.sha256(rendition.data).hexdigest()
    assert_quarters(rendition.data)


def test_jpeg_is_progressive_and_quality_counts():
    data = saved(noisy(), "PNG")
    assert opened(images.render(data, Spec(320, "jpeg")).data).info["progressive"]
    for format in images.FORMATS:
        coarse, fine = (images.render(data, Spec(320, format, quality)).data for quality in (20, 90))
        assert len(coarse) < len(fine)


def test_the_same_photo_gives_the_same_bytes():
    data = saved(noisy(700, 467), "JPEG", quality=90)
    first = list(images.renditions(data))
    assert list(images.renditions(data)) == first
    assert images.render(data, Spec(320, "avif")) == first[0]
    assert len({rendition.sha256 for rendition in first}) == len(first)


@pytest.mark.parametrize("spec", [(0, "jpeg"), (320, "gif"), (320, "JPEG")])
def test_there_are_no_other_renditions(spec):
    with pytest.raises(ValueError):
        Spec(*spec)


# Colours


def test_cmyk_becomes_rgb():
    image = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    rendition = images.render(saved(image, "JPEG", quality=95), Spec(64, "webp"))
    assert_near(opened(rendition.data).convert("RGB").getpixel((32, 32)), COLOURS["red"], 20)


def swapped_profile():
    """An RGB profile whose red is sRGB's green and the other way round: who does not convert shows the wrong colour."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {
        bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * struct.unpack_from(">I", profile, 128)[0], 12)
    }
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_are_converted_to_srgb(mode):
    image = Image.new("RGB", (64, 64), "red").convert(mode)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize((64, 64)))
    data = saved(image, "PNG", icc_profile=swapped_profile())
    rendition = images.render(data, Spec(64, "webp"))
    assert_near(opened(rendition.data).convert("RGB").getpixel((32, 50)), COLOURS["lime"])
    assert opened(rendition.data).mode == mode


@pytest.mark.parametrize("profile", [b"rubbish", b"\0" * 200])
def test_a_profile_that_is_none_is_passed_over(profile):
    data = saved(quartered(), "PNG", icc_profile=profile)
    assert_quarters(images.render(data, Spec(320, "jpeg")).data)


def test_a_profile_for_other_colours_is_passed_over():
    grey = saved(Image.new("L", (64, 64), 200), "PNG", icc_profile=swapped_profile())
    assert_near(opened(images.render(grey, Spec(64, "jpeg")).data).convert("RGB").getpixel((9, 9)), (200, 200, 200))


@pytest.mark.parametrize("mode", ["P", "RGBA", "LA"])
def test_transparency_is_kept_where_it_can_be_and_white_elsewhere(mode):
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 32, 64))
    data = saved(image.quantize(8) if mode == "P" else image.convert(mode), "PNG")
    assert opened(data).mode == mode
    jpeg = opened(images.render(data, Spec(64, "jpeg")).data)
    assert_near(jpeg.getpixel((8, 32)), COLOURS["white"])
    assert_near(jpeg.getpixel((56, 32)), COLOURS["black"])
    for format in ("webp", "avif"):
        kept = opened(images.render(data, Spec(64, format)).data).convert("RGBA")
        assert kept.getpixel((8, 32))[3] < 12 and kept.getpixel((56, 32))[3] > 243


def test_an_opaque_alpha_channel_is_left_out():
    data = saved(quartered().convert("RGBA"), "PNG")
    assert opened(images.render(data, Spec(320, "avif")).data).mode == "RGB"


def test_sixteen_bits_are_scaled_and_not_clipped():
    image = Image.new("I;16", (64, 64), 257 * 100)
    data = saved(image, "PNG")
    assert opened(data).mode == "I;16"
    assert_near(opened(images.render(data, Spec(64, "jpeg")).data).convert("RGB").getpixel((9, 9)), (100, 100, 100), 2)


def png(width, height, depth, colour, rows):
    """A PNG written by hand: Pillow writes neither 16-bit colour nor false sizes."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_sixteen_bits_of_each_colour():
    rows = (b"\0" + struct.pack(">HHH", 65535, 0, 257 * 128) * 8) * 8
    rendition = images.render(png(8, 8, 16, 2, rows), Spec(8, "webp", 100))
    assert_near(opened(rendition.data).convert("RGB").getpixel((4, 4)), (255, 0, 128))


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_few_colours_are_enough(mode):
    data = saved(Image.new("L", (64, 64), 255).convert(mode), "PNG")
    assert {rendition.width for rendition in images.renditions(data)} == {64}


@pytest.mark.parametrize("size", [(1, 1), (1, 8), (2000, 1)])
def test_the_smallest_pictures(size):
    data = saved(Image.new("RGB", size, "red"), "PNG")
    for rendition in [*images.renditions(data), images.share(data, (100, 100))]:
        assert rendition.width >= 1 and rendition.height >= 1
        assert opened(rendition.data).size == (rendition.width, rendition.height)


# The crop for link previews


@pytest.mark.parametrize(
    ("focal", "colours"),
    [
        (None, ["red", "lime", "blue", "white"]),
        ((0, 0), ["red", "lime"]),
        ((100, 100), ["blue", "white"]),
        ((50, 0), ["red", "lime"]),
    ],
)
def test_the_crop_of_a_tall_photo_keeps_the_focal_point(focal, colours):
    rendition = images.share(saved(quartered(1400, 2800), "PNG"), focal)
    assert (rendition.mime, rendition.width, rendition.height) == ("image/jpeg", 1200, 630)
    rows = [("red", "lime"), ("blue", "white")]
    shown = [row for row in rows if set(row) & set(colours)]
    corners = {
        name: (x, y) for row, y in zip(shown, (0.1, 0.9), strict=False) for name, x in zip(row, (0.1, 0.9), strict=True)
    }
    assert_quarters(rendition.data, corners)
    if len(shown) == 1:
        assert_quarters(rendition.data, {name: (x, 0.9) for name, (x, _y) in corners.items()})


def test_the_crop_of_a_small_photo_is_small():
    rendition = images.share(saved(quartered(400, 400), "PNG"))
    assert (rendition.width, rendition.height) == (400, 210)


@given(
    size=st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    ratio=st.tuples(st.integers(1, 2000), st.integers(1, 2000)),
    focal=st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
def test_a_crop_lies_in_the_photo_and_holds_the_focal_point(size, ratio, focal):
    left, top, right, bottom = images._box(size, ratio, focal)
    assert 0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]
    assert right - left == size[0] or bottom - top == size[1]
    x, y = (whole * percent / 100 for whole, percent in zip(size, focal, strict=True))
    assert left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1


# What is refused


def gif():
    frames = [Image.new("P", (8, 8), number) for number in range(3)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def moving(format):
    frames = [noisy(32, 32) for _ in range(3)]
    return saved(frames[0], format, save_all=True, append_images=frames[1:])


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "nothing": (b"", "empty"),
    "text": (b"Dear colleagues, the photo is attached.", "no photo"),
    "svg": (SVG, "XML"),
    "bare svg": (SVG.split(b"\n")[1], "SVG"),
    "html": (b"\n <!DOCTYPE html><title>x</title>", "HTML"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "svg after a PNG signature": (b"\x89PNG\r\n\x1a\n" + SVG, "damaged"),
    "html after a JPEG signature": (b"\xff\xd8\xff<html>", "damaged"),
    "still gif": (saved(Image.new("P", (8, 8)), "GIF"), "GIF"),
    "moving gif": (gif(), "GIF"),
    "tiff": (saved(Image.new("RGB", (8, 8)), "TIFF"), "TIFF"),
    "bmp": (saved(Image.new("RGB", (8, 8)), "BMP"), "BMP"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, "HEIC"),
    "moving png": (moving("PNG"), "moves"),
    "moving webp": (moving("WEBP"), "moves"),
    "moving avif": (moving("AVIF"), "moves"),
    "no pixel": (png(0, 0, 8, 2, b""), "damaged"),
    "wrong checksum": (saved(quartered(), "PNG").replace(b"IDAT", b"IDAU"), "damaged"),
    "tall": (saved(Image.new("L", (10, 81)), "PNG"), "8 times as high"),
    # Some hundred bytes that would be 255 GB, 128 GB and 200 MB decoded.
    "bomb": (png(300_000, 300_000, 8, 2, b"\0"), "megapixels"),
    "largest bomb": (png(2**31 - 1, 2**31 - 1, 8, 2, b"\0"), "megapixels"),
    "bomb within twice the limit": (png(images.MAX_PIXELS // 4096 + 1, 4096, 1, 0, b"\0"), "megapixels"),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_with_a_reason(name):
    data, reason = REFUSED[name]
    for use in (images.inspect, images.share, lambda data: list(images.renditions(data))):
        with pytest.raises(ImageRefused, match=reason):
            use(data)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_half_a_file_is_refused(format, part):
    data = saved(noisy(), format)
    assert images.inspect(data).format == format
    with pytest.raises(ImageRefused, match="damaged"):
        images.inspect(data[: int(len(data) * part)])


def test_a_file_may_have_so_many_bytes(monkeypatch):
    data = saved(noisy(), "JPEG")
    monkeypatch.setattr(images, "MAX_BYTES", len(data))
    assert images.inspect(data)
    with pytest.raises(ImageRefused, match="MB"):
        images.inspect(data + b"\0")


def test_a_telephone_photo_with_a_second_picture_in_it_is_one_photo():
    data = saved(quartered(), "MPO", save_all=True, append_images=[noisy(40, 24)], quality=95)
    assert opened(data).n_frames == 2
    info = images.inspect(data)
    assert (info.format, info.mime, info.width) == ("JPEG", "image/jpeg", 400)
    for rendition in images.renditions(data):
        assert getattr(opened(rendition.data), "n_frames", 1) == 1
        assert_quarters(rendition.data)


def test_what_hangs_on_the_end_of_a_file_is_lost():
    data = saved(quartered(), "JPEG", quality=95) + b"PK\x03\x04<script>alert(1)</script>"
    for rendition in images.renditions(data):
        assert b"<script>" not in rendition.data


SEEDS = [saved(noisy(24, 16), format) for format in ("JPEG", "PNG", "WEBP", "AVIF")]


@given(data=st.data())
def test_no_file_makes_it_stumble(data):
    file = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 6))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = images.render(bytes(file), Spec(320, "jpeg"))
    except ImageRefused:
        return
    assert opened(made.data).size == (made.width, made.height)
