"""F1 explains what the person is at."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from cnnstudio.app import Studio
from cnnstudio.network.catalog import KINDS
from cnnstudio.training import config
from cnnstudio.ui.designer.block_help import BlockHelp
from cnnstudio.ui.designer.help_facts import ports

pytestmark = pytest.mark.gui


def press_f1(studio: Studio, widget: QWidget) -> BlockHelp:
    QTest.keyClick(widget, Qt.Key.Key_F1)
    found = studio.help.blocks
    assert found is not None
    assert found.isVisible()
    return found


def text_of(found: BlockHelp) -> str:
    labels = found.page.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(found))


@pytest.fixture
def canvas(studio: Studio) -> QWidget:
    canvas = studio.window.designer.canvas
    canvas.setFocus()
    return canvas


def test_the_selected_block_is_explained_with_its_own_numbers(
    studio: Studio, canvas: QWidget
) -> None:
    studio.window.designer.selection.select(["conv2"])
    text = text_of(press_f1(studio, canvas))
    for part in (
        "Slides filters over the input",
        "w[f, c, u, v]",
        "4,640 parameters",
        "32 × 8 × 8",
        "input 16 × 8 × 8",
        "a whole number from 1 to 8,192",
        "One input; one output.",
        "LeCun",
    ):
        assert part in text, part


def test_the_page_follows_the_loss_of_the_settings(studio: Studio, canvas: QWidget) -> None:
    document = studio.document
    studio.window.designer.selection.select(["output1"])
    found = press_f1(studio, canvas)
    assert "loss: cross-entropy" in text_of(found)
    training = config.changed(document.project.training, loss="mse")
    document.apply("Change", document.project.replace(training=training))
    assert "loss: mean squared error" in text_of(found)


def test_the_page_follows_selection_edits_and_undo(studio: Studio, canvas: QWidget) -> None:
    designer = studio.window.designer
    designer.selection.select(["conv2"])
    found = press_f1(studio, canvas)
    designer.selection.select(["max_pool1"])
    assert found.page.kind == "max_pool"
    designer.editor.set_parameter("max_pool1", "stride", 4)
    assert "32 × 2 × 2" in text_of(found)
    studio.document.undo_stack.undo()
    assert "32 × 4 × 4" in text_of(found)


def test_the_kind_marked_in_the_palette_is_explained(studio: Studio) -> None:
    palette = studio.window.designer.palette
    palette.focus_search()
    QTest.keyClicks(palette.search, "concat")
    found = press_f1(studio, palette.search)
    assert found.page.kind == "concat"
    assert "2 to 64 inputs; one output." in text_of(found)


def test_the_kind_marked_in_the_search_popup_is_explained(studio: Studio, canvas: QWidget) -> None:
    popup = studio.window.designer.canvas.search.popup
    QTest.keyClick(canvas, Qt.Key.Key_Slash)
    QTest.keyClicks(popup.field, "gelu")
    assert press_f1(studio, popup.field).page.kind == "gelu"
    assert popup.isVisible()


def test_every_kind_can_be_read_about_by_keyboard(studio: Studio, canvas: QWidget) -> None:
    found = press_f1(studio, canvas)
    seen = [found.page.kind]
    for _row in range(len(KINDS) - 1):
        QTest.keyClick(found.search, Qt.Key.Key_Down)
        seen.append(found.page.kind)
    assert seen == list(found.kinds.shown())
    assert set(seen) == set(KINDS)
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert not found.isVisible()


def test_a_block_with_a_problem_is_explained_too(studio: Studio, canvas: QWidget) -> None:
    designer = studio.window.designer
    designer.selection.select(["flatten1"])
    designer.editor.delete_selection()
    designer.selection.select(["dense1"])
    assert "Every unit weighs all inputs" in text_of(press_f1(studio, canvas))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("input", "No input; one output."),
        ("output", "One input; no output."),
        ("add", "2 to 64 inputs; one output."),
    ],
)
def test_ports_are_told_in_words(kind: str, text: str) -> None:
    assert ports(KINDS[kind]) == text
