"""The stories of the Kernels page, with mouse and keys."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QWidget

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.pictures import find_picture
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import (
    Border,
    Channels,
    Comparison,
    FilterSettings,
    KernelLabState,
    Pooling,
    ValueDisplay,
)
from cnnstudio.ui.actions import DESCRIPTIONS
from cnnstudio.ui.kernel_lab.colours import palette_of
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.theme import Appearance, themes

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

IDENTITY = preset("identity").kernel


def test_page_opens_with_sobel_on_a_photograph(lab: "Lab") -> None:
    shown = lab.wait()
    expected = filter_picture(find_picture("chelsea"), preset("sobel-x").kernel, lab.state.settings)
    np.testing.assert_array_equal(shown.scene.values[Side.RESULT], expected)
    assert lab.page.pictures.picture_button.text() == "Picture: Cat"
    assert lab.page.pictures.info.text.startswith("451 × 300 → 451 × 300 · ")


def test_wheel_over_a_cell_changes_weight_and_picture(lab: "Lab") -> None:
    before = lab.painted(Side.RESULT)
    grid = lab.page.inspector.kernel.grid
    lab.wheel(grid, lab.cell(1, 1), 3)
    assert lab.rows[1][1] == 3
    lab.wait()
    assert lab.painted(Side.RESULT) != before
    lab.undo()
    assert lab.rows == preset("sobel-x").kernel.rows
    lab.wait()
    assert lab.painted(Side.RESULT) == before


def test_typing_a_fraction_sets_the_cell(lab: "Lab") -> None:
    kernel = lab.page.inspector.kernel
    lab.qtbot.mouseClick(kernel.grid, Qt.MouseButton.LeftButton, pos=lab.cell(0, 0))
    lab.keys(kernel.grid, "1")
    lab.keys(kernel.grid.editor, "/9")
    lab.key(kernel.grid.editor, Qt.Key.Key_Return)
    assert lab.rows[0][0] == 1 / 9
    assert kernel.grid.current == (1, 0)


def test_text_in_a_cell_is_explained_and_the_last_good_value_stays(lab: "Lab") -> None:
    kernel = lab.page.inspector.kernel
    lab.key(kernel.grid, Qt.Key.Key_Return)
    lab.key(kernel.grid.editor, Qt.Key.Key_A, control=True)
    lab.keys(kernel.grid.editor, "1/0")
    lab.key(kernel.grid.editor, Qt.Key.Key_Return)
    assert kernel.grid.editor.isVisible()
    assert "divides by zero" in kernel.message.text()
    lab.key(kernel.grid.editor, Qt.Key.Key_Escape)
    assert not kernel.grid.editor.isVisible()
    assert not kernel.message.isVisible()
    assert lab.rows == preset("sobel-x").kernel.rows
    assert not lab.document.undo_stack.count()


def test_a_preset_is_found_and_used(lab: "Lab") -> None:
    presets = lab.page.presets
    lab.keys(presets.search, "sharp")
    assert "sharpen" in [found.name for found in presets.found]
    lab.key(presets.search, Qt.Key.Key_Return)
    assert lab.state.kernel == presets.found[0].kernel
    assert lab.document.undo_stack.undoText() == "Use Laplacian"


def test_clicking_a_preset_uses_it_and_undo_brings_the_old_one_back(lab: "Lab") -> None:
    view = lab.page.presets.view
    index = view.model().index(0, 0)
    lab.qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert lab.state.kernel == IDENTITY
    assert lab.state.values is ValueDisplay.CLAMPED
    lab.undo()
    assert lab.state == KernelLabState()


def test_arrow_keys_walk_through_the_presets_as_one_step(lab: "Lab") -> None:
    view = lab.page.presets.view
    view.setCurrentIndex(view.model().index(0, 0))
    for _press in range(2):
        lab.key(view, Qt.Key.Key_Right)
    assert lab.state.kernel == preset("sobel-y").kernel
    assert lab.document.undo_stack.count() == 1


def test_a_search_without_result_says_what_to_do(lab: "Lab") -> None:
    presets = lab.page.presets
    lab.keys(presets.search, "zebra")
    assert not presets.found
    assert presets.nothing.isVisible()
    assert presets.nothing.title.text() == "No such kernel"
    presets.search.clear()
    assert presets.view.isVisible()


@pytest.mark.parametrize(
    ("action", "rows"),
    [
        ("kernel.rotate", ((3, 1), (4, 2))),
        ("kernel.mirror", ((2, 1), (4, 3))),
        ("kernel.upside_down", ((3, 4), (1, 2))),
        ("kernel.transpose", ((1, 3), (2, 4))),
        ("kernel.negate", ((-1, -2), (-3, -4))),
        ("kernel.clear", ((0, 0), (0, 0))),
        ("kernel.grow", ((0, 0, 0, 0), (0, 1, 2, 0), (0, 3, 4, 0), (0, 0, 0, 0))),
    ],
)
def test_an_action_changes_the_kernel_and_is_undone(
    open_lab: "OpenLab", action: str, rows: tuple[tuple[float, ...], ...]
) -> None:
    lab = open_lab(KernelLabState(kernel=Kernel("own", ((1, 2), (3, 4)))))
    lab.trigger(action)
    assert lab.rows == rows
    lab.undo()
    assert lab.rows == ((1, 2), (3, 4))


def test_size_is_typed(lab: "Lab") -> None:
    panel = lab.page.inspector.kernel
    _type(lab, panel.height_field.lineEdit(), "5")
    _type(lab, panel.width_field.lineEdit(), "31")
    assert (lab.state.kernel.height, lab.state.kernel.width) == (5, 31)
    _type(lab, panel.width_field.lineEdit(), "32")
    assert "from 1 to 31" in panel.message.text()
    assert lab.state.kernel.width == 31


def _type(lab: "Lab", field: QWidget, text: str) -> None:
    field.setFocus()
    lab.key(field, Qt.Key.Key_A, control=True)
    lab.keys(field, text)
    lab.key(field, Qt.Key.Key_Return)


def test_settings_change_the_result(lab: "Lab") -> None:
    forms = lab.page.inspector
    _type(lab, forms.field("divisor").lineEdit(), "1/2")
    assert lab.state.kernel.divisor == 0.5
    _type(lab, forms.field("stride").lineEdit(), "2")
    assert lab.state.settings.stride == 2
    assert lab.wait().scene.alignment.size.toTuple() == (226, 150)
    box = forms.field("border")
    box.setFocus()
    lab.key(box, Qt.Key.Key_Down)
    assert lab.state.settings.border is Border.REPLICATE


@pytest.mark.parametrize("display", ValueDisplay)
@pytest.mark.parametrize("channels", [Channels.LUMINANCE, Channels.EACH])
def test_values_are_displayed_in_every_way(
    lab: "Lab", display: ValueDisplay, channels: Channels
) -> None:
    lab.page.edits.set_field("channels", channels.value)
    lab.page.edits.set_field("values", display.value)
    legend = lab.wait().legend
    assert legend is not None
    assert legend.low < legend.high
    assert lab.page.pictures.legend.texts[0] == number(legend.low)


def test_a_divisor_of_zero_is_refused_in_words(lab: "Lab") -> None:
    inspector = lab.page.inspector
    _type(lab, inspector.field("divisor").lineEdit(), "0")
    assert "any number but 0" in inspector.message("divisor")
    assert lab.state.kernel.divisor == 1


def test_pooling_shows_its_own_fields(lab: "Lab") -> None:
    inspector = lab.page.inspector
    assert not inspector.pooling.isVisible()
    box = inspector.field("pooling")
    box.setFocus()
    lab.key(box, Qt.Key.Key_Down)
    assert lab.state.settings.pooling is Pooling.MAX
    shown = lab.wait()
    assert inspector.pooling.isVisible()
    assert shown.scene.alignment.size.toTuple() == (225, 150)


def test_normalising_takes_the_place_of_divisor_and_offset(lab: "Lab") -> None:
    inspector = lab.page.inspector
    lab.qtbot.mouseClick(inspector.field("normalise"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert lab.state.settings.normalise
    lab.wait()
    assert not inspector.field("divisor").isEnabled()


def test_a_kernel_that_does_not_fit_is_explained(open_lab: "OpenLab", small_picture: Path) -> None:
    wide = Kernel("wide", ((1.0,) * 13,))
    settings = FilterSettings(border=Border.VALID)
    lab = open_lab(KernelLabState(wide, settings, str(small_picture)))
    scene = lab.wait().scene
    assert "does not fit" in scene.problem
    assert Side.RESULT not in scene.images
    lab.trigger("kernel.shrink")
    assert not lab.wait().scene.problem


def test_choosing_a_sample_is_one_step_of_undo(lab: "Lab") -> None:
    lab.page.pictures.picture_menu.action("coins").trigger()
    lab.qtbot.waitUntil(lambda: lab.state.picture == "coins")
    assert lab.wait().samples.size == (303, 384)
    assert lab.page.pictures.picture_button.text() == "Picture: Coins"
    lab.undo()
    assert lab.state.picture == "chelsea"
    assert lab.wait().samples.size == (300, 451)


def test_a_dropped_file_is_shown(lab: "Lab", small_picture: Path) -> None:
    _drop(lab.page.pictures, small_picture)
    lab.qtbot.waitUntil(lambda: lab.state.picture == str(small_picture))
    assert lab.wait().samples.size == (8, 12)
    assert lab.page.pictures.picture_button.text() == "Picture: small.png"


def test_a_damaged_file_is_refused_and_the_old_picture_stays(lab: "Lab", tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.png"
    damaged.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    _drop(lab.page.pictures, damaged)
    lab.qtbot.waitUntil(lab.page.pictures.notice.isVisible)
    assert "damaged.png" in lab.page.pictures.notice.text
    assert lab.state.picture == "chelsea"
    assert not lab.document.undo_stack.count()
    lab.trigger("kernel.negate")
    assert lab.wait().request.picture.name == "chelsea"


def test_a_project_whose_picture_is_gone_shows_another_and_says_so(
    open_lab: "OpenLab", tmp_path: Path
) -> None:
    gone = str(tmp_path / "gone.png")
    lab = open_lab(KernelLabState(picture=gone))
    assert lab.wait().request.picture.name == "chelsea"
    assert "gone.png" in lab.page.pictures.notice.text
    assert lab.state.picture == gone


def _drop(target: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, buttons, keys = _COPY
    enter = QDragEnterEvent(QPoint(50, 50), action, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(50, 50), action, data, buttons, keys))


_COPY = (Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize("side", [Side.INPUT, Side.RESULT])
def test_pointing_explains_a_pixel_in_either_picture(lab: "Lab", side: Side) -> None:
    canvas, panel = lab.page.pictures.canvas, lab.page.probe_panel
    assert panel.hint.isVisible()
    lab.qtbot.mouseMove(canvas, lab.on_canvas(side, 172.5, 96.5))
    assert canvas.pixel is not None
    x, y = canvas.pixel.toTuple()
    assert max(abs(x - 172), abs(y - 96)) <= 1  # a pixel of the screen is larger than one of it
    grey = lab.wait().samples.values[y - 1, x - 1]
    value = lab.wait().scene.values[Side.RESULT][y, x]
    assert panel.products.text_at(0, 0) == f"{grey:.0f} × 1"
    assert panel.value.text() == f"= {value:.0f}".replace("-", "\N{MINUS SIGN}")
    assert panel.place.text() == f"at x {x}, y {y}"


def test_arrow_keys_choose_the_explained_pixel(lab: "Lab") -> None:
    canvas = lab.page.pictures.canvas
    lab.key(canvas, Qt.Key.Key_Right)
    assert canvas.pixel == QPoint(226, 150)
    lab.key(canvas, Qt.Key.Key_Up)
    assert lab.page.probe_panel.place.text() == "at x 226, y 149"


def test_the_explanation_follows_the_kernel(lab: "Lab") -> None:
    lab.qtbot.mouseMove(lab.page.pictures.canvas, lab.on_canvas(Side.INPUT, 172.5, 96.5))
    before = lab.page.probe_panel.value.text()
    lab.trigger("kernel.negate")
    lab.wait()
    after = lab.page.probe_panel.value.text()
    assert after != before
    assert after.replace("\N{MINUS SIGN}", "") == before.replace("\N{MINUS SIGN}", "")


def test_each_channel_of_a_colour_picture_is_explained(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(IDENTITY, FilterSettings(channels=Channels.EACH)))
    panel = lab.page.probe_panel
    lab.qtbot.mouseMove(lab.page.pictures.canvas, lab.on_canvas(Side.INPUT, 10.5, 20.5))
    x, y = lab.page.pictures.canvas.pixel.toTuple()
    red, _green, blue = lab.wait().samples.pixels[y, x]
    assert panel.value.text() == f"= {red}"
    lab.qtbot.mouseClick(panel.channels.button(2), Qt.MouseButton.LeftButton)
    assert panel.value.text() == f"= {blue}"


def test_identity_paints_the_input(open_lab: "OpenLab", small_picture: Path) -> None:
    state = KernelLabState(IDENTITY, picture=str(small_picture), values=ValueDisplay.CLAMPED)
    lab = open_lab(state)
    for x, y in ((0, 0), (5, 3), (11, 7)):
        for side in (Side.INPUT, Side.RESULT):
            assert _colour(lab, side, x, y) == QColor(*(3 * [2 * (12 * y + x)]))


def test_signed_zero_is_the_card_of_the_theme(open_lab: "OpenLab", small_picture: Path) -> None:
    zeros = Kernel("zeros", ((0.0,),))
    lab = open_lab(KernelLabState(zeros, picture=str(small_picture)))
    try:
        for appearance in (Appearance.DARK, Appearance.LIGHT):
            themes.choose(appearance)
            palette = palette_of(themes.current)
            lab.qtbot.waitUntil(lambda p=palette: lab.shown[-1].request.palette is p)
            assert _colour(lab, Side.RESULT, 5, 3) == themes.current.zero
    finally:
        themes.choose(Appearance.LIGHT)


def _colour(lab: "Lab", side: Side, x: int, y: int) -> QColor:
    image: QImage = lab.page.pictures.canvas.grab().toImage()
    return QColor(image.pixel(lab.on_canvas(side, x + 0.8, y + 0.2)))


def test_comparison_is_chosen_and_undone(lab: "Lab") -> None:
    menu = lab.page.pictures.comparison_menu
    menu.actions()[1].trigger()
    assert lab.state.comparison is Comparison.DIVIDER
    lab.wait()
    assert lab.page.pictures.canvas.comparison is Comparison.DIVIDER
    assert lab.page.pictures.comparison_button.text() == "Divider"
    lab.undo()
    lab.wait()
    assert lab.page.pictures.canvas.comparison is Comparison.SIDE_BY_SIDE


def test_pane_sizes_are_remembered(open_lab: "OpenLab") -> None:
    first, second = open_lab(), open_lab()
    first.page.panes[0].setSizes([300, 600, 300])
    assert second.page.presets.width() != first.page.presets.width()
    assert second.page.restoreState(first.page.saveState())
    assert second.page.presets.width() == first.page.presets.width()


def test_another_state_is_not_taken_for_sizes(lab: "Lab") -> None:
    assert not lab.page.restoreState(QByteArray(b"not sizes"))


def test_thumbnails_show_every_preset(lab: "Lab") -> None:
    model = lab.page.presets.view.model()

    def is_complete() -> bool:
        rows = range(model.rowCount())
        return all(
            model.data(model.index(row, 0), Qt.ItemDataRole.DecorationRole) is not None
            for row in rows
        )

    lab.qtbot.waitUntil(is_complete, timeout=20_000)


def test_every_widget_that_takes_focus_has_a_name(lab: "Lab") -> None:
    nameless = [
        widget
        for widget in lab.page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not isinstance(widget, QLabel)  # named by its text
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
    ]
    assert not nameless


def test_threads_end_with_the_page(open_lab: "OpenLab") -> None:
    import threading

    lab = open_lab()
    names = {"picture", "filter", "thumbnails"}
    mine = [thread for thread in threading.enumerate() if thread.name in names]
    assert len(mine) == 3
    lab.page.deleteLater()
    lab.qtbot.waitUntil(lambda: not any(thread.is_alive() for thread in mine))


def test_work_that_takes_long_is_told(lab: "Lab") -> None:
    lab.page.pictures.expect_rendering()
    lab.qtbot.waitUntil(lambda: lab.page.pictures.info.text == "Working…")
    lab.trigger("kernel.negate")
    lab.wait()
    assert lab.page.pictures.info.text.startswith("451 × 300 → ")


def test_shortcuts_of_the_page_are_its_own(lab: "Lab") -> None:
    window = {each.shortcut for each in DESCRIPTIONS if each.shortcut}
    mine = [action.shortcut().toString() for action in lab.page.actions.values()]
    assert len(set(mine)) == len(mine)
    assert not window & set(mine)


def test_a_key_reaches_its_action_wherever_the_focus_is(lab: "Lab") -> None:
    lab.page.presets.search.setFocus()
    lab.key(lab.page.presets.search, Qt.Key.Key_I, control=True)
    assert lab.rows[0][0] == -1
