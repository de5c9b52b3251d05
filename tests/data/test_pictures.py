import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cnnstudio.data.choice import Fit
from cnnstudio.data.dataset import Split
from cnnstudio.data.pictures import (
    Flaw,
    UnusablePictureError,
    decode,
    example,
    picture_files,
    read_picture,
    read_preview,
)
from cnnstudio.errors import InvalidFileError, InvalidValueError

SHAPE = (3, 16, 16)
SCENE = (
    np.array([[(250, 10, 10), (10, 250, 10)], [(10, 10, 250), (250, 250, 250)]], np.uint8)
    .repeat(64, 0)
    .repeat(96, 1)
)  # (128, 192, 3): red, green; blue, white


def saved(path: Path, picture: np.ndarray = SCENE, **options: object) -> Path:
    Image.fromarray(picture).save(path, **options)
    return path


def corners(picture: np.ndarray) -> list[str]:
    """Return the colours of the four corners of (3, H, W), read like a book."""
    names = {(1, 0, 0): "red", (0, 1, 0): "green", (0, 0, 1): "blue", (1, 1, 1): "white"}
    pixels = [picture[:, row, column] for row in (0, -1) for column in (0, -1)]
    return [names[tuple(int(value > 127) for value in pixel)] for pixel in pixels]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".gif", ".tif", ".webp", ".ppm"])
def test_usual_formats_are_read_in_colour(tmp_path: Path, suffix: str) -> None:
    picture = read_picture(saved(tmp_path / f"scene{suffix}"), SHAPE)
    assert picture.shape == SHAPE
    assert picture.dtype == np.uint8
    assert picture.flags.c_contiguous
    assert corners(picture) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1"])
def test_every_kind_of_pixel_comes_out_as_rgb(tmp_path: Path, mode: str) -> None:
    picture = Image.fromarray(SCENE).convert(mode)
    path = tmp_path / ("scene.jpg" if mode == "CMYK" else "scene.png")
    picture.save(path)
    expected = np.asarray(picture.convert("RGB").resize((16, 16), Image.Resampling.BOX))
    received = read_picture(path, SHAPE).transpose(1, 2, 0)
    assert np.abs(received.astype(int) - expected).max() <= 8


def test_16_bits_are_cut_to_8(tmp_path: Path) -> None:
    levels = np.arange(256, dtype=np.uint16).reshape(16, 16) * 256 + 200
    path = saved(tmp_path / "deep.png", levels)
    assert read_picture(path, SHAPE)[0].ravel().tolist() == pytest.approx(range(256), abs=1)


@pytest.mark.parametrize("size", [(16, 16), (40, 24), (200, 200)])
def test_pictures_are_stretched_to_the_size_asked_for(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    picture = read_picture(saved(tmp_path / "scene.png"), (3, *size))
    assert picture.shape == (3, *size)
    assert corners(picture) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("height", [12, 30, 60, 64])
def test_a_reduced_photograph_is_nearly_that_decoded_in_full(tmp_path: Path, height: int) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)
    photograph = cv2.resize(noise, (480, 320), interpolation=cv2.INTER_CUBIC)
    path = saved(tmp_path / "photograph.jpg", photograph, quality=95)
    width = height * 3 // 2
    received = read_picture(path, (3, height, width)).transpose(1, 2, 0).astype(int)
    full = np.asarray(Image.open(path).resize((width, height), Image.Resampling.BOX)).astype(int)
    assert np.abs(received - full).mean() < 4


def test_grey_is_one_channel(tmp_path: Path) -> None:
    picture = read_picture(saved(tmp_path / "scene.png"), (1, 2, 2))
    luma = np.array([[0.299, 0.587, 0.114]]) @ SCENE[::127, ::191].reshape(4, 3).T
    assert np.abs(picture.ravel() - luma).max() < 1


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_orientation_of_a_photograph_is_applied(tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter, clockwise to be shown
    path = saved(tmp_path / f"turned{suffix}", exif=exif)
    assert corners(read_picture(path, SHAPE)) == ["blue", "red", "white", "green"]


def test_of_an_animation_the_first_frame_is_taken(tmp_path: Path) -> None:
    frames = [Image.fromarray(SCENE), Image.fromarray(255 - SCENE)]
    path = tmp_path / "animated.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert corners(read_picture(path, SHAPE)) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".gif", ".tif", ".webp"])
@pytest.mark.parametrize("share", [0.1, 0.6, 0.95])
def test_a_picture_cut_off_is_unreadable(tmp_path: Path, suffix: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, SCENE.shape, np.uint8)
    path = saved(tmp_path / f"cut{suffix}", noise)
    content = path.read_bytes()
    with pytest.raises(UnusablePictureError, match="damaged") as caught:
        decode(content[: int(len(content) * share)], SHAPE)
    assert caught.value.flaw in (Flaw.FOREIGN, Flaw.DAMAGED)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "the file is empty"), (b"not a picture at all", "it is not a picture, or damaged")],
    ids=["empty", "text"],
)
def test_a_file_that_is_no_picture_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "text.png"
    path.write_bytes(content)
    with pytest.raises(InvalidFileError, match=f'"{path}" cannot be used: {reason}'):
        read_picture(path, SHAPE)


def test_a_broken_link_is_told(tmp_path: Path) -> None:
    path = tmp_path / "link.png"
    path.symlink_to(tmp_path / "gone.png")
    with pytest.raises(InvalidFileError, match="No such file"):
        read_picture(path, SHAPE)


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG file that announces and holds many black pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("side", [9_500, 14_000], ids=["large", "larger"])
def test_a_bomb_is_not_decoded(tmp_path: Path, side: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb(side, side))
    assert path.stat().st_size < 200_000
    with pytest.raises(InvalidFileError, match="more than 89 million pixels"):
        read_picture(path, SHAPE)


def test_crop_keeps_the_middle_in_proportion(tmp_path: Path) -> None:
    stripes = np.zeros((40, 100, 3), np.uint8)
    stripes[:, 30:70] = 200
    picture = read_picture(saved(tmp_path / "wide.png", stripes), (3, 20, 20), fit=Fit.CROP)
    assert (picture == 200).all()
    tall = read_picture(saved(tmp_path / "tall.png", stripes.transpose(1, 0, 2)), (3, 20, 20))
    assert tall.min() == 0


def test_pad_shows_all_in_proportion_on_black(tmp_path: Path) -> None:
    light = np.full((40, 100, 3), 200, np.uint8)
    picture = read_picture(saved(tmp_path / "wide.png", light), (3, 20, 30), fit=Fit.PAD)
    assert (picture[:, 4:16] == 200).all()
    assert not picture[:, :4].any()
    assert not picture[:, 16:].any()


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("channels", [1, 3])
@given(
    size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    target=st.tuples(st.integers(1, 30), st.integers(1, 30)),
)
def test_every_size_comes_to_every_other(
    fit: Fit, channels: int, size: tuple[int, int], target: tuple[int, int]
) -> None:
    file = io.BytesIO()
    Image.fromarray(np.full((*size, 3), 90, np.uint8)).save(file, "PNG")
    picture = decode(file.getvalue(), (channels, *target), fit=fit)
    assert picture.shape == (channels, *target)
    assert picture.max() == 90
    assert fit is Fit.PAD or picture.min() == 90


@pytest.mark.parametrize("fit", Fit)
@pytest.mark.parametrize("shape", [(3, 64, 64), (3, 60, 90), (1, 30, 200), (3, 17, 40)])
def test_a_photograph_decoded_small_is_nearly_that_decoded_in_full(
    fit: Fit, shape: tuple[int, int, int]
) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (24, 32, 3), np.uint8)
    photograph = cv2.resize(noise, (640, 480), interpolation=cv2.INTER_CUBIC)
    jpeg, png = io.BytesIO(), io.BytesIO()
    Image.fromarray(photograph).save(jpeg, "JPEG", quality=95)
    Image.open(jpeg).save(png, "PNG")  # which has no fractions to decode at
    small, full = (decode(file.getvalue(), shape, fit=fit).astype(int) for file in (jpeg, png))
    # Of fractions, a crop can begin a pixel off.
    assert np.abs(small - full).mean() < (8 if fit is Fit.CROP else 4)


def test_a_picture_that_shrinks_one_way_and_grows_the_other_is_averaged(tmp_path: Path) -> None:
    lines = np.zeros((4, 640, 3), np.uint8)
    lines[:, ::2] = 200
    picture = read_picture(saved(tmp_path / "lines.png", lines), (3, 16, 16))
    assert (picture == 100).all()


def test_of_an_animated_webp_the_first_frame_is_taken(tmp_path: Path) -> None:
    frames = [Image.fromarray(SCENE), Image.fromarray(255 - SCENE)]
    path = tmp_path / "animated.webp"
    frames[0].save(path, save_all=True, append_images=frames[1:], lossless=True)
    assert corners(read_picture(path, SHAPE)) == ["red", "green", "blue", "white"]


def test_channels_other_than_grey_and_colour_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match="1 channel or 3, but Input has 4"):
        read_picture(saved(tmp_path / "scene.png"), (4, 8, 8))


def test_an_example_spans_all_levels_of_grey() -> None:
    split = Split(np.array([[[[0, 8, 16]]]], np.uint8), np.zeros(1, np.int64), 16)
    assert example(split, 0).tolist() == [[0, 128, 255]]


def test_an_example_in_colour_has_its_channels_last() -> None:
    split = Split(np.arange(12, dtype=np.uint8).reshape(1, 3, 2, 2), np.zeros(1, np.int64))
    assert example(split, 0).tolist() == split.pictures[0].transpose(1, 2, 0).tolist()


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
@pytest.mark.parametrize("most_px", [40, 1_000])
def test_a_preview_keeps_the_proportion(tmp_path: Path, suffix: str, most_px: int) -> None:
    upright = np.zeros((400, 200, 3), np.uint8)
    upright[:100] = (255, 0, 0)
    path = tmp_path / f"upright{suffix}"
    Image.fromarray(upright).save(path)
    shown = read_preview(path, most_px)
    assert shown.shape == ((40, 20, 3) if most_px == 40 else (400, 200, 3))
    assert shown[0, 0].tolist() == pytest.approx([255, 0, 0], abs=4)


def test_a_preview_is_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 40)).save(tmp_path / "lying.jpg", exif=exif)
    assert read_preview(tmp_path / "lying.jpg", 30).shape == (30, 20, 3)


def test_a_file_that_cannot_be_shown_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_text("no picture")
    for name in ("bad.png", "gone.png"):
        with pytest.raises(InvalidFileError, match=name):
            read_preview(tmp_path / name, 100)


def test_a_folder_stands_for_the_pictures_below_it(tmp_path: Path) -> None:
    wanted = ["b.png", "below/a.JPG", "below/c.tif"]
    for name in (*wanted, "notes.txt", ".hidden.png", ".cache/d.png", "zz.png/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    alone = tmp_path / "notes.txt"
    assert picture_files([alone, tmp_path]) == [alone, *(tmp_path / name for name in wanted)]
    with pytest.raises(InvalidFileError, match="no pictures"):
        picture_files([tmp_path / "zz.png"])
