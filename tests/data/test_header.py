import io
import struct

import numpy as np
import pytest
from PIL import Image

from cnnstudio.data import header
from cnnstudio.data.header import Header, OversizeError, read_header

PICTURE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (30, 50, 3), np.uint8))


def encoded(kind: str, picture: Image.Image = PICTURE, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"progressive": True},
        {"exif": turned()},
        {"comment": b"\xff\xc0" * 20},
        {"icc_profile": b"x" * 70_000},
        {"restart_marker_blocks": 1},
    ],
    ids=["plain", "progressive", "EXIF", "comment", "long profile", "restarts"],
)
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_file_is_measured_without_pillow(
    options: dict[str, object], mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = encoded("JPEG", PICTURE.convert(mode), **options)
    monkeypatch.setattr(header, "_pillow_header", None)
    assert read_header(content) == Header(50, 30, is_jpeg=True)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "GIF", "TIFF", "WEBP", "PPM"])
def test_other_formats_are_measured_too(kind: str) -> None:
    assert read_header(encoded(kind)) == Header(50, 30, is_jpeg=False)


def test_bytes_that_fill_before_a_marker_are_passed() -> None:
    content = encoded("JPEG")
    assert read_header(content[:2] + b"\xff\xff" + content[2:]) == Header(50, 30, is_jpeg=True)


@pytest.mark.parametrize("share", range(0, 100, 7))
def test_a_cut_header_never_fails_otherwise_than_by_none(share: int) -> None:
    content = encoded("JPEG")[: 6 * share]
    assert read_header(content) in (None, Header(50, 30, is_jpeg=True))


@pytest.mark.parametrize(
    "content", [b"", b"text", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x00" * 9]
)
def test_what_is_no_picture_has_no_header(content: bytes) -> None:
    assert read_header(content) is None


def test_a_size_that_pillow_takes_for_a_bomb_is_refused() -> None:
    content = bytearray(encoded("BMP"))
    content[18:26] = struct.pack("<ii", 20_000, 20_000)
    with pytest.raises(OversizeError):
        read_header(bytes(content))
