"""Where pictures come from and where results go: files, clipboard, data sets."""

import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from cnnstudio.data.digits import read_digits
from cnnstudio.data.pictures import example
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.picture_files import load_picture
from cnnstudio.kernels.settings import Border, FilterSettings, KernelLabState
from cnnstudio.ui.kernel_lab import picture_area
from cnnstudio.ui.kernel_lab.panes import Side

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("home")]

MEAN = Kernel("mean", ((0.25, 0.25), (0.25, 0.25)))


def _copy(image: QImage) -> None:
    QGuiApplication.clipboard().setImage(image)


def _picture(*, is_grey: bool) -> tuple[QImage, np.ndarray]:
    shape = (5, 7) if is_grey else (5, 7, 3)
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    kind = QImage.Format.Format_Grayscale8 if is_grey else QImage.Format.Format_RGB888
    return QImage(pixels.tobytes(), 7, 5, 7 * (1 if is_grey else 3), kind).copy(), pixels


@pytest.mark.parametrize("is_grey", [True, False], ids=["grey", "colour"])
def test_a_copied_picture_is_pasted(lab: "Lab", *, is_grey: bool) -> None:
    image, pixels = _picture(is_grey=is_grey)
    _copy(image)
    lab.key(lab.page.pictures.canvas, Qt.Key.Key_V, control=True)
    lab.qtbot.waitUntil(lambda: lab.state.picture != "chelsea")
    np.testing.assert_array_equal(lab.wait().request.picture.image, pixels)
    assert lab.page.pictures.picture_button.text() == "Picture: Pasted"
    lab.undo()
    assert lab.wait().request.picture.name == "chelsea"


def test_a_copied_file_is_pasted(lab: "Lab", small_picture: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(small_picture))])
    QGuiApplication.clipboard().setMimeData(data)
    lab.trigger("picture.paste")
    lab.qtbot.waitUntil(lambda: lab.state.picture == str(small_picture))


def test_a_clipboard_without_picture_is_told(lab: "Lab") -> None:
    QGuiApplication.clipboard().setText("1 0 -1")
    lab.trigger("picture.paste")
    assert "holds no picture" in lab.page.pictures.notice.text
    assert lab.state.picture == "chelsea"


def test_dragged_pixels_are_shown(lab: "Lab") -> None:
    image, pixels = _picture(is_grey=False)
    data = QMimeData()
    data.setImageData(image)
    target = lab.page.pictures
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), *how, keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(9, 9), *how, keys))
    lab.qtbot.waitUntil(lambda: lab.state.picture != "chelsea")
    np.testing.assert_array_equal(lab.wait().request.picture.image, pixels)


def test_pictures_of_a_data_set_are_chosen_and_leafed_through(lab: "Lab") -> None:
    menu = lab.page.pictures.picture_menu.data_sets
    menu.fill()
    by_name = {action.data(): action for action in menu.actions()}
    assert by_name["digits"].isEnabled()
    assert not by_name["mnist"].isEnabled()
    by_name["digits"].trigger()
    lab.qtbot.waitUntil(lambda: "digits-0" in lab.state.picture)
    train = read_digits().train
    assert lab.wait().request.picture.image.shape == example(train, 0).shape
    lab.trigger("picture.next")
    lab.qtbot.waitUntil(lambda: "digits-1." in lab.state.picture)
    lab.wait()
    assert lab.page.pictures.picture_button.text() == "Picture: digits, picture 1"
    lab.trigger("picture.previous")
    lab.qtbot.waitUntil(lambda: "digits-0" in lab.state.picture)


def test_samples_and_folders_are_leafed_through(lab: "Lab", tmp_path: Path) -> None:
    lab.trigger("picture.next")
    lab.qtbot.waitUntil(lambda: lab.state.picture == "camera")
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), np.zeros((9, 9), np.uint8))
    lab.page.pictures.want(str(tmp_path / "a.png"))
    lab.qtbot.waitUntil(lambda: lab.state.picture.endswith("a.png"))
    lab.trigger("picture.previous")
    lab.qtbot.waitUntil(lambda: lab.state.picture.endswith("b.png"))


def _truncated(path: Path) -> None:
    cv2.imwrite(str(path), np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8))
    path.write_bytes(path.read_bytes()[:900])


def _cmyk(path: Path) -> None:
    Image.new("CMYK", (8, 8)).save(path, "JPEG")


def _huge_header(path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)


def _animated(path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), (red, 0, 0)) for red in (0, 255)]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:])


def _text(path: Path) -> None:
    path.write_text("This is no picture.")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("truncated.png", _truncated),
        ("cmyk.jpg", _cmyk),
        ("huge.png", _huge_header),
        ("animated.gif", _animated),
        ("letter.png", _text),
        ("empty.png", _empty),
        ("missing.png", lambda _path: None),
        ("folder.png", Path.mkdir),
    ],
)
def test_a_hostile_file_is_named_in_one_sentence_and_the_old_picture_stays(
    lab: "Lab", tmp_path: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(tmp_path / name)
    lab.page.pictures.want(str(tmp_path / name))
    lab.qtbot.waitUntil(lambda: name in lab.page.pictures.notice.text)
    assert lab.state.picture == "chelsea"
    assert not lab.document.undo_stack.count()
    lab.trigger("kernel.negate")
    assert lab.wait().request.picture.name == "chelsea"


def test_a_wrong_ending_does_not_hide_a_picture(lab: "Lab", tmp_path: Path) -> None:
    path = tmp_path / "photograph.png"
    Image.new("RGB", (8, 6), (200, 100, 50)).save(path, "JPEG")
    lab.page.pictures.want(str(path))
    lab.qtbot.waitUntil(lambda: lab.state.picture == str(path))
    assert lab.wait().samples.size == (6, 8)


def test_a_single_pixel_is_a_picture(open_lab: "OpenLab", tmp_path: Path) -> None:
    path = tmp_path / "pixel.png"
    cv2.imwrite(str(path), np.array([[100]], np.uint8))
    lab = open_lab(KernelLabState(MEAN, picture=str(path)))
    assert lab.wait().scene.values[Side.RESULT].shape == (1, 1)
    lab.page.edits.set_field("border", Border.VALID.value)
    assert "does not fit" in lab.wait().scene.problem


def test_the_result_is_saved_with_its_true_values(lab: "Lab", tmp_path: Path) -> None:
    values = lab.wait().scene.values[Side.RESULT]
    for name in ("result.npy", "result.tif", "result.png"):
        lab.page.picture_desk.save(tmp_path / name)
        lab.qtbot.waitUntil(lambda name=name: name in lab.page.pictures.notice.text)
        lab.qtbot.waitUntil(lambda: lab.page.pictures.notice.text.startswith("Saved"))
    np.testing.assert_array_equal(np.load(tmp_path / "result.npy"), values)
    np.testing.assert_array_equal(load_picture(tmp_path / "result.tif"), values)
    shown = lab.wait().scene.images[Side.RESULT].pixels[0]
    np.testing.assert_array_equal(load_picture(tmp_path / "result.png"), shown[..., 2::-1])


def test_what_is_saved_is_the_result_of_the_last_edit(lab: "Lab", tmp_path: Path) -> None:
    lab.trigger("kernel.negate")
    lab.page.picture_desk.save(tmp_path / "negated.npy")
    lab.qtbot.waitUntil(lambda: lab.page.pictures.notice.text.startswith("Saved"))
    np.testing.assert_array_equal(
        np.load(tmp_path / "negated.npy"), lab.wait().scene.values[Side.RESULT]
    )


def test_saving_is_cancelled_by_the_button_beside_the_sentence(
    open_lab: "OpenLab", tmp_path: Path
) -> None:
    lab, disk_is_free = open_lab(), threading.Event()
    lab.page.picture_desk._disk.run(disk_is_free.wait, failed=pytest.fail)
    lab.page.picture_desk.save(tmp_path / "result.npy")
    notice = lab.page.pictures.notice
    assert notice.text == 'Saving "result.npy"…'
    button = next(b for b in notice.findChildren(QPushButton) if b.text() == "Cancel")
    lab.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    disk_is_free.set()
    lab.qtbot.waitUntil(lambda: notice.text == '"result.npy" was not saved.')
    assert not (tmp_path / "result.npy").exists()
    assert not button.isVisible()


@pytest.mark.parametrize(
    ("name", "words"),
    [("gone/result.png", "could not be written"), ("result.bmp", "no known ending")],
)
def test_a_result_that_cannot_be_saved_is_told(
    lab: "Lab", tmp_path: Path, name: str, words: str
) -> None:
    lab.page.picture_desk.save(tmp_path / name)
    lab.qtbot.waitUntil(lambda: words in lab.page.pictures.notice.text)


def test_the_save_dialog_offers_formats_and_remembers_its_folder(
    lab: "Lab", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, start: str, filters: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "mine"), filters.split(";;")[2]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    lab.trigger("picture.save")
    lab.qtbot.waitUntil((tmp_path / "mine.npy").exists)
    lab.trigger("picture.save")
    assert asked == ["chelsea-sobel-x.png", str(tmp_path / "chelsea-sobel-x.png")]
    lab.qtbot.waitUntil(lambda: lab.page.pictures.notice.text.startswith("Saved"))


def test_folders_of_the_dialogs_are_remembered_with_the_page(open_lab: "OpenLab") -> None:
    first, second = open_lab(), open_lab()
    first.page.picture_desk.open_folder = "/photographs"
    first.page.picture_desk.save_folder = "/results"
    assert second.page.restoreState(first.page.saveState())
    assert second.page.picture_desk.open_folder == "/photographs"
    assert second.page.picture_desk.save_folder == "/results"


def test_the_result_is_copied_as_it_is_shown(lab: "Lab") -> None:
    lab.trigger("picture.copy")
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (451, 300)
    shown = lab.wait().scene.images[Side.RESULT].levels[0]
    assert image.pixelColor(200, 100) == shown.pixelColor(200, 100)


def test_a_right_click_offers_to_save_and_to_copy(lab: "Lab") -> None:
    offered = [action.objectName() for action in lab.page.pictures.canvas.actions()]
    assert {"picture.save", "picture.copy", "picture.paste"} <= set(offered)


@pytest.mark.parametrize("name", ["coins", "zone-plate"])
def test_every_kind_of_sample_is_in_the_menu(lab: "Lab", name: str) -> None:
    lab.page.pictures.picture_menu.action(name).trigger()
    lab.qtbot.waitUntil(lambda: lab.state.picture == name)


def test_there_is_nothing_to_copy_or_save_without_a_result(
    open_lab: "OpenLab", small_picture: Path, tmp_path: Path
) -> None:
    wide = Kernel("wide", ((1.0,) * 13,))
    state = KernelLabState(wide, FilterSettings(border=Border.VALID), str(small_picture))
    lab = open_lab(state)
    lab.trigger("picture.copy")
    assert "no result" in lab.page.pictures.notice.text
    lab.page.picture_desk.save(tmp_path / "result.png")
    assert "does not fit" in lab.page.pictures.notice.text


def test_a_large_picture_says_that_it_is_opening(
    open_lab: "OpenLab", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_area, "_PATIENCE_MS", 0)
    lab = open_lab()
    path = tmp_path / "large.png"
    noise = np.random.default_rng(0).integers(0, 256, (3000, 4000), dtype=np.uint8)
    cv2.imwrite(str(path), noise, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    lab.page.pictures.want(str(path))
    lab.qtbot.waitUntil(lambda: lab.page.pictures.info.text == 'Opening "large.png"…')
    lab.qtbot.waitUntil(lambda: lab.state.picture == str(path))
    lab.wait()
    assert lab.page.pictures.info.text.startswith("4000 × 3000 →")


def test_what_was_said_of_the_old_picture_comes_back_where_the_new_one_cannot_be_opened(
    lab: "Lab", tmp_path: Path
) -> None:
    figures = lab.page.pictures.info.text
    path = tmp_path / "broken.png"
    path.write_bytes(b"no picture")
    lab.page.pictures.want(str(path))
    lab.qtbot.waitUntil(lambda: "broken.png" in lab.page.pictures.notice.text)
    assert lab.page.pictures.info.text == figures
