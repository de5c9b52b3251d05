"""Large kernels: the part that is seen comes first, the newest edit wins, nothing goes back."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.generators import generated, generator
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.kernel_lab import renderer
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.rendering import Rendering

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

LARGE = generated(generator("laplacian-of-gaussian"), {"sigma": 5.0, "size": 31})
EDITS = 25


@pytest.fixture
def lab(open_lab: "OpenLab", monkeypatch: pytest.MonkeyPatch) -> "Lab":
    """A 31×31 kernel on a picture seen in part, whose result takes many stretches."""
    monkeypatch.setattr(renderer, "PRODUCTS_PER_STRETCH", 2_000_000)
    lab = open_lab(KernelLabState(LARGE))
    lab.page.pictures.canvas.zoom(8)
    return lab


def _edit(lab: "Lab", shown: list[Rendering]) -> list[Kernel]:
    """Turn a weight up again and again, faster than results come; return the kernels."""
    kernels = [lab.state.kernel]
    grid = lab.page.inspector.kernel.grid
    lab.page.live.rendered.connect(shown.append)
    for _edit in range(EDITS):
        lab.key(grid, Qt.Key.Key_PageUp)
        kernels.append(lab.state.kernel)
        QApplication.processEvents()
    lab.wait()
    return kernels


def test_what_is_shown_never_goes_back_in_time(lab: "Lab") -> None:
    shown: list[Rendering] = []
    kernels = _edit(lab, shown)
    order = [kernels.index(each.request.state.kernel) for each in shown]
    assert order == sorted(order)
    assert order[-1] == EDITS


def test_each_part_is_followed_by_its_whole_or_by_something_newer(lab: "Lab") -> None:
    shown: list[Rendering] = []
    kernels = _edit(lab, shown)
    for before, after in pairwise(shown):
        is_newer = kernels.index(after.request.state.kernel) > kernels.index(
            before.request.state.kernel
        )
        assert is_newer or (after.is_whole and not before.is_whole)
    assert not all(each.is_whole for each in shown)


def test_every_part_holds_the_numbers_of_its_own_kernel(lab: "Lab") -> None:
    shown: list[Rendering] = []
    _edit(lab, shown)
    for rendering in (*[each for each in shown if not each.is_whole][-2:], shown[-1]):
        state, part = rendering.request.state, rendering.scene.part
        expected = filter_picture(rendering.request.picture.image, state.kernel, state.settings)
        if part is not None:
            rows = slice(part.top(), part.top() + part.height())
            expected = expected[rows, part.left() : part.left() + part.width()]
        np.testing.assert_allclose(
            rendering.scene.values[Side.RESULT], expected, rtol=1e-4, atol=1e-3
        )


def test_what_stands_on_the_canvas_in_the_end_is_the_newest(lab: "Lab") -> None:
    shown: list[Rendering] = []
    _edit(lab, shown)
    assert lab.page.pictures.canvas.scene is shown[-1].scene
    assert shown[-1].is_whole
    assert shown[-1].request.state == lab.state
