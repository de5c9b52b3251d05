"""What is computed, chosen in the inspector: each field with its explanation and its undo."""

from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox

from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import (
    Activation,
    Border,
    Channels,
    FilterSettings,
    Gradient,
    KernelLabState,
    Pooling,
    ValueDisplay,
)
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.words import tip

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

SOBEL = preset("sobel-x").kernel
NUMBERS = {
    "divisor": 4,
    "offset": 8,
    "stride": 3,
    "dilation": 2,
    "bias": -5,
}
POOLS = {"pool_size": 3, "pool_stride": 1}
FLAGS = ("normalise", "convolve")
CHOICES: dict[str, Enum] = {
    "border": Border.WRAP,
    "channels": Channels.GREEN,
    "gradient": Gradient.MAGNITUDE,
    "activation": Activation.ELU,
    "pooling": Pooling.MIN,
    "values": ValueDisplay.OFFSET,
}


def stored(state: KernelLabState, name: str) -> Any:
    """Return what the project holds for a field."""
    places = (state.settings, state.kernel, state)
    return next(getattr(place, name) for place in places if hasattr(place, name))


def choose(lab: "Lab", name: str, choice: Enum) -> None:
    """Choose in a field with the keyboard, as people do without a mouse."""
    box = lab.page.inspector.field(name)
    assert isinstance(box, QComboBox)
    box.setFocus()
    while box.currentData() != choice:
        key = Qt.Key.Key_Down if box.findData(choice) > box.currentIndex() else Qt.Key.Key_Up
        lab.key(box, key)
    lab.document.end_gesture()


def type_number(lab: "Lab", name: str, text: str) -> None:
    """Type into a field, from its first to its last letter, and press Enter."""
    field = lab.page.inspector.field(name)
    assert isinstance(field, QAbstractSpinBox)
    edit = field.lineEdit()
    edit.setFocus()
    edit.selectAll()
    lab.keys(edit, text)
    lab.key(edit, Qt.Key.Key_Return)


def test_every_setting_has_a_field() -> None:
    fields = {*FilterSettings.__struct_fields__, "divisor", "offset", "values"}
    assert fields == {*NUMBERS, *POOLS, *FLAGS, *CHOICES}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_typed_shown_and_undone(lab: "Lab", name: str) -> None:
    before = stored(lab.state, name)
    type_number(lab, name, str(NUMBERS[name]))
    assert stored(lab.state, name) == NUMBERS[name]
    values = lab.wait().scene.values[Side.RESULT]
    expected = filter_picture(lab.wait().samples, lab.state.kernel, lab.state.settings)
    np.testing.assert_array_equal(values, expected)
    lab.undo()
    lab.wait()
    assert stored(lab.state, name) == before
    assert lab.page.inspector.field(name).value == before


@pytest.mark.parametrize("name", POOLS)
def test_the_window_of_pooling_is_typed_and_undone(lab: "Lab", name: str) -> None:
    choose(lab, "pooling", Pooling.MAX)
    lab.wait()
    type_number(lab, name, str(POOLS[name]))
    assert stored(lab.state, name) == POOLS[name]
    lab.undo()
    assert stored(lab.state, name) == 2
    assert lab.state.settings.pooling is Pooling.MAX


@pytest.mark.parametrize("name", FLAGS)
def test_a_switch_is_clicked_and_undone(lab: "Lab", name: str) -> None:
    box = lab.page.inspector.field(name)
    assert isinstance(box, QCheckBox)
    lab.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert stored(lab.state, name)
    lab.wait()
    lab.undo()
    lab.wait()
    assert not box.isChecked()


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_is_made_with_keys_and_undone(lab: "Lab", name: str) -> None:
    before = stored(lab.state, name)
    choose(lab, name, CHOICES[name])
    assert stored(lab.state, name) is CHOICES[name]
    lab.wait()
    assert tip(CHOICES[name]) in lab.page.inspector.field(name).toolTip()
    while lab.document.undo_stack.canUndo():
        lab.undo()
    lab.wait()
    assert stored(lab.state, name) is before
    assert lab.page.inspector.field(name).value == before


@pytest.mark.parametrize("name", [*NUMBERS, *POOLS, *FLAGS, *CHOICES])
def test_every_field_explains_itself(lab: "Lab", name: str) -> None:
    field = lab.page.inspector.field(name)
    assert field.accessibleName()
    assert field.toolTip().endswith((".", ")"))
    assert field.accessibleDescription() == field.toolTip()


@pytest.mark.parametrize("choice", [type(choice) for choice in CHOICES.values()])
def test_every_choice_has_an_explanation_of_its_own(choice: type[Enum]) -> None:
    tips = [tip(member) for member in choice]
    assert len(set(tips)) == len(tips)


def test_what_none_means_depends_on_what_it_is_chosen_for() -> None:
    nothing = (Activation.NONE, Pooling.NONE, Gradient.NONE)
    assert len({tip(choice) for choice in nothing}) == 3


@pytest.mark.parametrize("name", ["stride", "dilation"])
@pytest.mark.parametrize("text", ["0", "nan", "1/0", "two", "1.5", "99"])
def test_what_is_not_allowed_is_refused_and_the_last_good_value_stays(
    lab: "Lab", name: str, text: str
) -> None:
    type_number(lab, name, text)
    assert "from 1 to" in lab.page.inspector.message(name)
    assert stored(lab.state, name) == 1
    assert not lab.document.undo_stack.canUndo()


def test_magnitude_is_shown_without_a_sign_and_undone_at_once(lab: "Lab") -> None:
    choose(lab, "gradient", Gradient.MAGNITUDE)
    assert lab.state.values is ValueDisplay.ABSOLUTE
    legend = lab.wait().legend
    assert legend is not None
    assert legend.low == 0
    lab.undo()
    assert lab.state == KernelLabState()


def test_a_display_of_ones_own_choice_stays_with_a_gradient(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(values=ValueDisplay.AUTOMATIC))
    choose(lab, "gradient", Gradient.MAGNITUDE)
    assert lab.state.values is ValueDisplay.AUTOMATIC


def test_directions_are_shown_as_a_circle(open_lab: "OpenLab") -> None:
    lab = open_lab()
    choose(lab, "gradient", Gradient.DIRECTION)
    legend = lab.wait().legend
    assert legend is not None
    assert legend.is_cyclic
    assert lab.page.pictures.legend.texts == ("\N{MINUS SIGN}180°", "0°", "180°")


def test_a_direction_takes_away_what_an_angle_cannot_have(open_lab: "OpenLab") -> None:
    kernel = msgspec.structs.replace(SOBEL, offset=9.0)
    settings = FilterSettings(bias=3.0, activation=Activation.RELU, pooling=Pooling.MAX)
    lab = open_lab(KernelLabState(kernel, settings))
    lab.page.edits.set_field("gradient", Gradient.DIRECTION.value)
    assert lab.state.kernel == SOBEL
    assert lab.state.settings == FilterSettings(gradient=Gradient.DIRECTION)
    lab.undo()
    assert (lab.state.kernel, lab.state.settings) == (kernel, settings)


def test_what_has_no_meaning_for_a_direction_says_why(lab: "Lab") -> None:
    choose(lab, "gradient", Gradient.DIRECTION)
    lab.wait()
    inspector = lab.page.inspector
    for name in ("divisor", "offset", "normalise", "bias", "activation", "pooling", "values"):
        assert not inspector.field(name).isEnabled(), name
        assert "angle" in inspector.field(name).toolTip()
    for name in ("border", "stride", "dilation", "channels", "convolve", "gradient"):
        assert inspector.field(name).isEnabled(), name
    lab.undo()
    lab.wait()
    assert inspector.field("bias").isEnabled()


def test_what_has_an_effect_after_all_can_be_taken_away(open_lab: "OpenLab") -> None:
    settings = FilterSettings(gradient=Gradient.DIRECTION, bias=7.0)
    lab = open_lab(KernelLabState(settings=settings))
    assert lab.page.inspector.field("bias").isEnabled()
    type_number(lab, "bias", "0")
    lab.wait()
    assert not lab.page.inspector.field("bias").isEnabled()


def test_a_grey_picture_has_no_channels_to_choose(lab: "Lab") -> None:
    channels = lab.page.inspector.field("channels")
    assert channels.isEnabled()
    lab.page.pictures.picture_menu.action("coins").trigger()
    lab.qtbot.waitUntil(lambda: lab.state.picture == "coins")
    lab.wait()
    assert not channels.isEnabled()
    assert "grey" in channels.toolTip()
    lab.undo()
    lab.wait()
    assert channels.isEnabled()


def test_sections_fold_away_by_a_click_and_stay_so(open_lab: "OpenLab") -> None:
    first, second = open_lab(), open_lab()
    section = first.page.inspector.sections["layer"]
    first.qtbot.mouseClick(section.heading, Qt.MouseButton.LeftButton)
    assert not first.page.inspector.field("bias").isVisible()
    assert second.page.restoreState(first.page.saveState())
    assert not second.page.inspector.field("bias").isVisible()
    second.qtbot.keyClick(second.page.inspector.sections["layer"].heading, Qt.Key.Key_Space)
    assert second.page.inspector.field("bias").isVisible()


def test_a_gradient_of_a_wide_kernel_is_laid_where_its_square_is(open_lab: "OpenLab") -> None:
    wide = Kernel("wide", ((-1.0, 0.0, 0.0, 0.0, 1.0),))
    settings = FilterSettings(Border.VALID, gradient=Gradient.MAGNITUDE)
    aligned = open_lab(KernelLabState(wide, settings)).wait().scene.alignment
    assert aligned.origin == QPoint(2, 2)
    assert aligned.reach.toRect().getRect() == (-2, -2, 5, 5)
