"""The legend names its lines."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.legend import Legend, LegendEntry

pytestmark = pytest.mark.gui


def test_a_line_has_a_sample_before_its_name(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(300, 20)
    legend.show_entries(LegendEntry("training", "bad"))
    image = legend.grab().toImage()
    reds = [
        x
        for x in range(image.width())
        if image.pixelColor(x, 10).red() > 190 and image.pixelColor(x, 10).green() < 80
    ]
    assert reds
    assert max(reds) < 20


def test_with_little_room_short_texts_stand_in_the_colours_of_the_lines(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_entries(
        LegendEntry("training", short="train"), LegendEntry("validation", "bad", short="val.")
    )
    metrics = legend.fontMetrics()
    legend.resize(metrics.horizontalAdvance("train") + metrics.horizontalAdvance("val.") + 12, 20)
    image = legend.grab().toImage()
    reds = {
        x
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).red() > image.pixelColor(x, y).green() + 100
    }
    assert min(reds) >= metrics.horizontalAdvance("train")


def test_what_does_not_fit_is_left_out_from_the_end(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_entries(LegendEntry("training"), LegendEntry("validation", "bad"))
    legend.resize(legend.sizeHint().width() - 40, 20)
    image = legend.grab().toImage()
    assert not any(
        image.pixelColor(x, 10).red() > 190 and image.pixelColor(x, 10).green() < 80
        for x in range(image.width())
    )


def test_the_entries_are_its_accessible_name(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show_entries(LegendEntry("training", "training"), LegendEntry("★ best 0.96"))
    assert legend.accessibleName() == "training, ★ best 0.96"
