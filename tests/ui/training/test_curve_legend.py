"""The legend names every line at any width, and says what each is."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.training.curve_legend import CurveEntry, CurveLegend

pytestmark = pytest.mark.gui

LAYERS = tuple(CurveEntry(f"conv{place}", "training") for place in range(1, 9))


@pytest.fixture
def legend(qtbot: QtBot, light: None) -> CurveLegend:
    legend = CurveLegend()
    qtbot.addWidget(legend)
    legend.show()
    return legend


def test_what_does_not_fit_in_one_line_stands_in_more(legend: CurveLegend) -> None:
    legend.show_entries(LAYERS)
    assert legend.height_for(2_000) < legend.height_for(240) <= 3 * legend.height_for(2_000)


def test_every_entry_is_seen_and_tells_its_hint(legend: CurveLegend) -> None:
    star = CurveEntry("best 0.983", "validation", short="0.983", symbol="★", hint="Best: epoch 5")
    legend.show_entries((*LAYERS, star))
    legend.resize(240, legend.height_for(240))
    legend.grab()
    hints = {legend.hint_at(x, y) for x in range(240) for y in range(0, legend.height(), 4)}
    assert hints == {"", "Best: epoch 5", *(entry.text for entry in LAYERS)}


def test_hints_are_read_to_those_who_do_not_see_them(legend: CurveLegend) -> None:
    legend.show_entries((CurveEntry("0.983", hint="Best accuracy"),))
    assert (legend.accessibleName(), legend.accessibleDescription()) == ("0.983", "Best accuracy")


@pytest.mark.parametrize("width", [40, 90, 150, 240])
def test_entries_without_room_are_counted_and_named(legend: CurveLegend, width: int) -> None:
    names = [f"batch_norm{place}" for place in range(1, 14)]
    legend.show_entries(tuple(CurveEntry(name, "training") for name in names))
    legend.resize(width, legend.height_for(width))
    legend.grab()
    hints = {legend.hint_at(x, y) for x in range(width) for y in range(0, legend.height(), 4)} - {
        ""
    }
    assert sorted(", ".join(hints).split(", ")) == sorted(names)
    assert legend.height() <= 3 * legend.height_for(4_000)
