"""The colours of Python source."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QPlainTextDocumentLayout

from cnnstudio.ui.source.highlighter import PythonHighlighter
from cnnstudio.ui.theme import DARK, LIGHT, Appearance, themes

pytestmark = pytest.mark.gui


@pytest.fixture
def document(qapp: QApplication, light: None) -> Iterator[QTextDocument]:
    themes.choose(Appearance.LIGHT)
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))  # or no change is told
    highlighter = PythonHighlighter(document)
    yield document
    highlighter.deleteLater()


def coloured(document: QTextDocument, line: int) -> dict[str, str]:
    """The pieces of a line that have a colour of their own."""
    block = document.findBlockByNumber(line)
    return {
        block.text()[each.start : each.start + each.length]: each.format.foreground().color().name()
        for each in block.layout().formats()
    }


def test_keywords_names_and_comments_are_told_apart(document: QTextDocument) -> None:
    document.setPlainText("class Net:  # two convs, 3 layers")
    assert coloured(document, 0) == {
        "class": LIGHT.accent.name(),
        "Net": LIGHT.text.name(),
        "# two convs, 3 layers": LIGHT.dim.name(),
    }


def test_digits_in_names_are_no_numbers(document: QTextDocument) -> None:
    document.setPlainText('self.conv1 = nn.Conv2d(16, 1e-05, padding="same")')
    assert coloured(document, 0).keys() == {"16", "1e-05", '"same"'}


def test_long_texts_run_over_lines_up_to_their_end(document: QTextDocument) -> None:
    document.setPlainText('    """One\n    class of 2\n    end."""\n    return 1')
    assert coloured(document, 0) == {'"""One': LIGHT.good.name()}
    assert coloured(document, 1) == {"    class of 2": LIGHT.good.name()}
    assert coloured(document, 2) == {'    end."""': LIGHT.good.name()}
    assert coloured(document, 3).keys() == {"return", "1"}


def test_texts_that_end_on_their_line_leave_the_next_one_alone(document: QTextDocument) -> None:
    document.setPlainText('"""Made."""\nimport torch')
    assert coloured(document, 1).keys() == {"import"}


def test_another_theme_brings_its_colours(document: QTextDocument) -> None:
    document.setPlainText("return x")
    themes.choose(Appearance.DARK)
    assert coloured(document, 0) == {"return": DARK.accent.name()}
