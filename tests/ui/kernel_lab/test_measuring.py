"""The histogram beside the legend."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.settings import Channels, Comparison, FilterSettings, KernelLabState
from cnnstudio.ui.kernel_lab.measuring import Measured
from cnnstudio.ui.kernel_lab.panes import Side

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui


def _measured(lab: "Lab") -> Measured:
    """Wait until the histogram is that of what is shown; return it."""
    found: list[Measured] = []
    lab.page.measuring.measured.connect(found.append)
    lab.trigger("kernel.negate")
    last = lab.wait()
    lab.qtbot.waitUntil(lambda: bool(found) and found[-1].rendering is last)
    return found[-1]


def test_every_value_of_the_result_is_counted(lab: "Lab") -> None:
    found = _measured(lab).distribution
    values = lab.wait().scene.values[Side.RESULT]
    assert found.total == values.size
    assert (found.least, found.greatest) == (values.min(), values.max())
    assert (found.below, found.above) == (0, 0)


def test_numbers_below_the_legend_are_those_of_the_result(lab: "Lab") -> None:
    _measured(lab)
    values = lab.wait().scene.values[Side.RESULT]
    assert lab.page.pictures.legend.summary == (
        f"{number(values.min())} to {number(values.max())}, mean {number(float(values.mean()))}"
    )


def test_pointing_at_the_histogram_tells_a_range_and_its_share(lab: "Lab") -> None:
    found = _measured(lab).distribution
    legend = lab.page.pictures.legend
    text = legend.text_at(legend.sizeHint().width() / 2)
    index = found.bin_of(0)
    assert index is not None
    assert f"{int(found.counts[0, index]):,} values" in text
    assert legend.text_at(-5) == ""


def test_what_clamping_cuts_off_is_told(lab: "Lab") -> None:
    lab.page.edits.set_field("values", "clamped")
    _measured(lab)
    assert "% cut off" in lab.page.pictures.legend.summary


def test_each_channel_has_its_own_counts(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(settings=FilterSettings(channels=Channels.EACH)))
    assert _measured(lab).distribution.counts.shape[0] == 3


def test_the_difference_has_its_own_legend_and_histogram(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(comparison=Comparison.DIFFERENCE))
    found = _measured(lab).distribution
    scene = lab.wait().scene
    expected = scene.values[Side.RESULT] - scene.values[Side.INPUT]
    np.testing.assert_array_equal(scene.values[Side.DIFFERENCE], expected)
    legend = lab.wait().legend
    assert legend is not None
    assert -legend.low == legend.high == np.abs(expected).max()
    assert (found.least, found.greatest) == (expected.min(), expected.max())


def test_no_histogram_stays_where_there_is_no_result(lab: "Lab") -> None:
    _measured(lab)
    lab.page.edits.set_field("comparison", "difference")
    lab.page.edits.set_field("gradient", "direction")
    assert "Directions are angles" in lab.wait().scene.problem
    assert lab.page.pictures.legend.summary == ""
