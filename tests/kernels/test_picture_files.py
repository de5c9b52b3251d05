"""Files are read as they are meant, and hostile ones are refused in one sentence."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from cnnstudio.errors import InvalidFileError
from cnnstudio.kernels.picture_files import load_picture

RNG = np.random.default_rng(11)
COLOUR = RNG.integers(0, 256, (12, 17, 3), dtype=np.uint8)
SMOOTH = cv2.resize(COLOUR, (170, 120), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize("ending", ["png", "bmp", "tif", "ppm"])
def test_colours_come_in_their_order(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"picture.{ending}"
    Image.fromarray(COLOUR).save(path)
    assert np.array_equal(load_picture(path), COLOUR)


@pytest.mark.parametrize("ending", ["jpg", "webp"])
def test_lossy_files_are_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"picture.{ending}"
    Image.fromarray(SMOOTH).save(path, quality=95)
    assert np.abs(load_picture(path).astype(int) - SMOOTH).mean() < 6


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_grey_pictures_have_no_third_axis(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "grey.png"
    grey = Image.fromarray(COLOUR[..., 0]).convert(mode)
    grey.save(path)
    assert np.array_equal(load_picture(path), np.asarray(grey.convert("L")))


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_transparency_and_palettes_become_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "picture.png"
    picture = Image.fromarray(COLOUR).convert(mode)
    picture.save(path)
    assert np.array_equal(load_picture(path), np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("shape", [(12, 17), (12, 17, 3)])
@pytest.mark.parametrize("ending", ["png", "tif"])
def test_sixteen_bits_stay_sixteen(tmp_path: Path, shape: tuple[int, ...], ending: str) -> None:
    path = tmp_path / f"deep.{ending}"
    deep = RNG.integers(0, 65536, shape, dtype=np.uint16)
    cv2.imwrite(str(path), deep if deep.ndim == 2 else deep[..., ::-1])
    loaded = load_picture(path)
    assert loaded.dtype == np.uint16
    assert np.array_equal(loaded, deep)


@pytest.mark.parametrize("shape", [(12, 17), (12, 17, 3)])
def test_true_values_of_a_float_file_are_kept(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "values.tif"
    values = RNG.normal(size=shape).astype(np.float32)
    cv2.imwrite(str(path), values if values.ndim == 2 else values[..., ::-1])
    assert np.array_equal(load_picture(path), values)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_stand_upright(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "photograph.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(SMOOTH).save(path, quality=100, subsampling=0, exif=exif)
    turns = {
        1: SMOOTH,
        2: SMOOTH[:, ::-1],
        3: SMOOTH[::-1, ::-1],
        4: SMOOTH[::-1],
        5: SMOOTH.transpose(1, 0, 2),
        6: np.rot90(SMOOTH, -1),
        7: SMOOTH[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(SMOOTH, 1),
    }
    loaded = load_picture(path)
    assert loaded.shape == turns[orientation].shape
    assert np.abs(loaded.astype(int) - turns[orientation]).mean() < 3


def test_a_single_pixel_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "dot.png"
    Image.new("RGB", (1, 1), (1, 2, 3)).save(path)
    assert load_picture(path).tolist() == [[[1, 2, 3]]]


def test_the_content_counts_not_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "really-a-png.jpg"
    Image.fromarray(COLOUR).save(path, format="PNG")
    assert np.array_equal(load_picture(path), COLOUR)


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def tiff_claiming(width: int, height: int) -> bytes:
    """Return the header of a TIFF of three floats a pixel, a kind that Pillow does not know."""
    tags = [(256, width), (257, height), (258, 32), (262, 2), (277, 3), (339, 3)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, number) for tag, number in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)


def hostile_files(folder: Path) -> dict[str, str]:
    """Return what each hostile file in `folder`, written here, is refused for."""
    picture = Image.fromarray(SMOOTH)
    for ending in ("jpg", "png", "tif", "bmp", "webp", "gif"):
        whole = folder / f"whole.{ending}"
        picture.save(whole)
        (folder / f"cut.{ending}").write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
        whole.unlink()
    picture.convert("CMYK").save(folder / "cmyk.jpg")
    others = [Image.fromarray(SMOOTH[::-1])]
    for name in ("moving.gif", "moving.png", "moving.webp", "pages.tif"):
        picture.save(folder / name, save_all=True, append_images=others)
    cv2.imwrite(str(folder / "nan.tif"), np.full((4, 4), np.nan, np.float32))
    (folder / "absurd.png").write_bytes(png_claiming(60_000, 60_000))
    (folder / "large.png").write_bytes(png_claiming(10_000, 9_000))
    (folder / "larger-than-allowed.png").write_bytes(png_claiming(10_000, 5_001))
    (folder / "absurd.tif").write_bytes(tiff_claiming(60_000, 60_000))
    (folder / "empty.png").write_bytes(b"")
    (folder / "words.png").write_text("no picture")
    (folder / "program.jpg").write_bytes(b"\x7fELF" + bytes(4000))
    (folder / "header-only.png").write_bytes(png_claiming(10, 10))
    return {
        **{f"cut.{ending}": "damaged" for ending in ("jpg", "png", "tif", "bmp", "webp", "gif")},
        "cmyk.jpg": "CMYK colours",
        "moving.gif": "2 frames",
        "moving.png": "2 frames",
        "moving.webp": "2 frames",
        "pages.tif": "2 frames",
        "nan.tif": "not numbers",
        "absurd.png": "more than 50 million pixels",
        "absurd.tif": "more than 50 million pixels",
        "large.png": "more than 50 million pixels",
        "larger-than-allowed.png": "more than 50 million pixels",
        "empty.png": "not a picture",
        "words.png": "not a picture",
        "program.jpg": "not a picture",
        "header-only.png": "damaged",
    }


def test_hostile_files_are_refused_by_name(tmp_path: Path) -> None:
    for name, reason in hostile_files(tmp_path).items():
        with pytest.raises(InvalidFileError, match=reason) as refused:
            load_picture(tmp_path / name)
        assert name in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["absent.png", "."])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidFileError, match="There is no file"):
        load_picture(tmp_path / name)
