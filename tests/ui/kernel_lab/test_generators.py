"""Kernels made by a formula: found in the list, shaped with sliders."""

import weakref
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.generators import GENERATORS, generated, generator, recognised
from cnnstudio.kernels.kernel import with_cell
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.document import GESTURE_PAUSE_MS
from cnnstudio.ui.kernel_lab.entries import Group
from cnnstudio.ui.kernel_lab.generator_panel import SliderRow
from cnnstudio.ui.kernel_lab.panes import Side

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

LEFT = Qt.MouseButton.LeftButton
GAUSSIAN = generated(generator("gaussian"))


def values_of(lab: "Lab") -> dict[str, float]:
    found = recognised(lab.state.kernel)
    assert found is not None
    return found[1]


def row(lab: "Lab", name: str) -> SliderRow:
    return lab.page.inspector.generator.row(name)


def at(lab: "Lab", name: str, number: float) -> QPoint:
    slider = row(lab, name).slider
    return QPoint(slider.x_of(number), slider.height() // 2)


@pytest.fixture
def gaussian(open_lab: "OpenLab") -> "Lab":
    return open_lab(KernelLabState(GAUSSIAN))


@pytest.mark.parametrize("known", GENERATORS, ids=lambda known: known.name)
def test_every_generator_is_offered_and_has_its_sliders(lab: "Lab", known: object) -> None:
    tabs, view = lab.page.presets.tabs, lab.page.presets.view
    lab.qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
    index = view.model().index(GENERATORS.index(known), 0)
    view.scrollTo(index)
    lab.qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    assert lab.state.kernel == generated(known)
    lab.wait()
    for part in known.parameters:
        assert row(lab, part.name).slider.isVisible()
        assert row(lab, part.name).field.value == part.default
        assert row(lab, part.name).slider.toolTip().startswith(part.symbol)
    assert lab.page.inspector.about.text() or lab.page.inspector.sections["about"].is_open
    lab.undo()
    assert lab.state == KernelLabState()
    lab.wait()
    assert not lab.page.inspector.sections["generator"].isVisible()


def test_a_dragged_slider_moves_the_picture_at_once_as_one_undo(gaussian: "Lab") -> None:
    slider = row(gaussian, "sigma").slider
    gaussian.qtbot.mousePress(slider, LEFT, pos=at(gaussian, "sigma", 1.4))
    for number in (2.0, 2.5, 3.0):
        gaussian.qtbot.mouseMove(slider, at(gaussian, "sigma", number))
        assert values_of(gaussian)["sigma"] == pytest.approx(number, abs=0.1)
        shown = gaussian.wait()
        expected = filter_picture(shown.samples, gaussian.state.kernel, gaussian.state.settings)
        np.testing.assert_array_equal(shown.scene.values[Side.RESULT], expected)
        assert row(gaussian, "sigma").field.value == values_of(gaussian)["sigma"]
    gaussian.qtbot.mouseRelease(slider, LEFT, pos=at(gaussian, "sigma", 3.0))
    assert gaussian.document.undo_stack.count() == 1
    gaussian.undo()
    assert gaussian.state.kernel == GAUSSIAN
    gaussian.wait()
    assert slider.number == 1.4


def test_a_drag_that_rests_for_long_is_still_one_undo(gaussian: "Lab") -> None:
    slider = row(gaussian, "sigma").slider
    gaussian.qtbot.mousePress(slider, LEFT, pos=at(gaussian, "sigma", 2.0))
    gaussian.qtbot.wait(GESTURE_PAUSE_MS + 100)
    gaussian.qtbot.mouseMove(slider, at(gaussian, "sigma", 3.0))
    gaussian.qtbot.mouseRelease(slider, LEFT)
    assert gaussian.document.undo_stack.count() == 1


def test_two_drags_are_two_undos(gaussian: "Lab") -> None:
    for number in (2.0, 3.0):
        gaussian.qtbot.mouseClick(
            row(gaussian, "sigma").slider, LEFT, pos=at(gaussian, "sigma", number)
        )
    assert gaussian.document.undo_stack.count() == 2


def test_there_and_back_leaves_no_undo(gaussian: "Lab") -> None:
    slider = row(gaussian, "sigma").slider
    gaussian.qtbot.mousePress(slider, LEFT, pos=at(gaussian, "sigma", 3.0))
    gaussian.qtbot.mouseMove(slider, at(gaussian, "sigma", 1.4))
    gaussian.qtbot.mouseRelease(slider, LEFT)
    assert gaussian.state.kernel == GAUSSIAN
    assert not gaussian.document.undo_stack.canUndo()


def test_keys_move_a_slider_by_its_step(gaussian: "Lab") -> None:
    slider = row(gaussian, "size").slider
    gaussian.key(slider, Qt.Key.Key_Right)
    assert gaussian.state.kernel.height == 11
    gaussian.key(slider, Qt.Key.Key_End)
    assert gaussian.state.kernel.height == 31
    gaussian.wait()


def test_the_wheel_turns_only_a_slider_that_has_the_focus(gaussian: "Lab") -> None:
    slider = row(gaussian, "sigma").slider
    gaussian.wheel(slider, slider.rect().center(), 1)
    assert gaussian.state.kernel == GAUSSIAN
    slider.setFocus()
    gaussian.wheel(slider, slider.rect().center(), 1)
    assert values_of(gaussian)["sigma"] > 1.4


def test_a_number_between_the_steps_is_typed(gaussian: "Lab") -> None:
    _type(gaussian, "sigma", "sqrt(2)")
    assert values_of(gaussian)["sigma"] == 2**0.5
    gaussian.wait()
    assert row(gaussian, "sigma").slider.number == 2**0.5


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("sigma", "0", "from 0.3 to 10"),
        ("sigma", "1/0", "from 0.3 to 10"),
        ("sigma", "wide", "from 0.3 to 10"),
        ("size", "8", "3, 5, … or 31"),
    ],
)
def test_what_is_not_allowed_is_said_and_the_last_good_value_stays(
    gaussian: "Lab", name: str, text: str, allowed: str
) -> None:
    _type(gaussian, name, text)
    assert allowed in row(gaussian, name).message.text()
    assert gaussian.state.kernel == GAUSSIAN
    _type(gaussian, name, "5")
    assert not row(gaussian, name).message.isVisible()


def test_an_edited_cell_is_told_and_a_slider_makes_the_kernel_anew(gaussian: "Lab") -> None:
    gaussian.page.edits.set_kernel("", with_cell(GAUSSIAN, 0, 0, value=1.0))
    gaussian.wait()
    assert gaussian.page.inspector.kernel.title.text() == "Gaussian, edited"
    hint = gaussian.page.inspector.generator.hint
    assert hint.isVisible()
    gaussian.key(row(gaussian, "sigma").slider, Qt.Key.Key_Right)
    gaussian.wait()
    assert not hint.isVisible()
    assert gaussian.state.kernel == generated(generator("gaussian"), {"sigma": 1.5, "size": 9})


def test_the_thumbnail_of_a_generator_follows_its_sliders(gaussian: "Lab") -> None:
    kernels = gaussian.page.presets

    def image() -> object:
        row = next(i for i, e in enumerate(kernels.entries) if e.key == "generator/gaussian")
        return kernels.model.data(kernels.model.index(row), Qt.ItemDataRole.DecorationRole)

    gaussian.qtbot.waitUntil(lambda: image() is not None)
    before = image()
    gaussian.key(row(gaussian, "sigma").slider, Qt.Key.Key_End)
    gaussian.qtbot.waitUntil(lambda: image() != before)


def test_a_generator_keeps_its_values_while_another_kernel_is_used(gaussian: "Lab") -> None:
    gaussian.key(row(gaussian, "sigma").slider, Qt.Key.Key_Right)
    gaussian.wait()
    made = gaussian.state.kernel
    kernels = gaussian.page.presets
    gaussian.keys(kernels.search, "sobel")
    gaussian.key(kernels.search, Qt.Key.Key_Return)
    gaussian.wait()
    kernels.show_group(Group.GENERATOR)
    assert kernels.found[0].kernel == made


def test_search_finds_generators_beside_presets(lab: "Lab") -> None:
    kernels = lab.page.presets
    lab.keys(kernels.search, "gabor")
    assert [entry.key for entry in kernels.found] == ["preset/gabor", "generator/gabor"]
    assert not kernels.tabs.isEnabled()
    kernels.search.clear()
    assert {entry.group for entry in kernels.found} == {Group.PRESET}


def _type(lab: "Lab", name: str, text: str) -> None:
    edit = row(lab, name).field.lineEdit()
    edit.setFocus()
    edit.selectAll()
    lab.keys(edit, text)
    lab.key(edit, Qt.Key.Key_Return)


def test_what_a_drag_has_shown_is_not_kept(gaussian: "Lab") -> None:
    """The memory of 3,600 moves is measured by a benchmark; here nothing may pile up."""
    slider, seen = row(gaussian, "sigma").slider, []
    gaussian.qtbot.mousePress(slider, LEFT, pos=at(gaussian, "sigma", 0.5))
    for step in range(60):
        gaussian.qtbot.mouseMove(slider, at(gaussian, "sigma", 0.6 + 0.1 * (step % 20)))
        seen.append(weakref.ref(gaussian.wait().scene))
        gaussian.shown.clear()
    gaussian.qtbot.mouseRelease(slider, LEFT)
    assert len({id(each) for each in seen}) == 60
    assert sum(each() is not None for each in seen) <= 3
    assert gaussian.document.undo_stack.count() == 1


def test_of_quick_moves_the_newest_wins_and_nothing_older_follows(gaussian: "Lab") -> None:
    slider = row(gaussian, "sigma").slider
    gaussian.qtbot.mousePress(slider, LEFT, pos=at(gaussian, "sigma", 0.5))
    for step in range(40):
        gaussian.qtbot.mouseMove(slider, at(gaussian, "sigma", 0.5 + 0.1 * step))
    gaussian.qtbot.mouseRelease(slider, LEFT)
    gaussian.wait()
    shown = [recognised(each.request.state.kernel)[1]["sigma"] for each in gaussian.shown[1:]]
    assert shown == sorted(shown)
    assert shown[-1] == values_of(gaussian)["sigma"]
