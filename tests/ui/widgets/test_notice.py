"""A sentence across the page, and what can be done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.notice import Notice, Tone

pytestmark = pytest.mark.gui


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """A page that is filled with one thing."""
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(QTextEdit())
    page.resize(800, 400)
    page.show()
    return page


@pytest.fixture
def notice(page: QWidget) -> Notice:
    return Notice(page)


@pytest.mark.parametrize("width", [800, 300])
def test_nothing_moves_for_it_and_it_stays_within_the_page(
    page: QWidget, notice: Notice, width: int
) -> None:
    content = page.findChild(QTextEdit)
    before = content.geometry()
    notice.say("The file is damaged. " * 8, button="Show", then=page.update)
    assert content.geometry() == before
    page.resize(width, 420)
    assert page.rect().contains(notice.geometry())
    label = notice.findChild(QLabel)
    assert label.height() >= label.heightForWidth(label.width())


def test_it_is_hidden_until_there_is_something_to_say(notice: Notice) -> None:
    assert notice.isHidden()
    assert notice.text == ""


def test_it_says_a_sentence_also_to_those_who_do_not_see_it(notice: Notice) -> None:
    notice.say("The file is damaged.", Tone.BAD)
    assert notice.text == "The file is damaged."
    assert notice.accessibleName() == "The file is damaged."


def test_its_button_does_something_once_and_closes_it(notice: Notice, qtbot: QtBot) -> None:
    done: list[int] = []
    notice.say("It stopped.", button="Go on", then=lambda: done.append(1))
    button = notice.findChild(QPushButton)
    assert button.text() == "Go on"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert notice.isHidden()


def test_it_can_be_closed_with_the_keyboard(notice: Notice, qtbot: QtBot) -> None:
    notice.say("It stopped.")
    notice.findChild(QToolButton).setFocus()
    qtbot.keyClick(notice.findChild(QToolButton), Qt.Key.Key_Space)
    assert notice.isHidden()


def test_markup_in_a_sentence_is_shown_as_it_is(notice: Notice) -> None:
    notice.say('"<b>x</b>" is not a project.')
    assert notice.text == '"<b>x</b>" is not a project.'


def test_what_asks_for_nothing_leaves_by_itself(notice: Notice, qtbot: QtBot) -> None:
    notice._leaving.setInterval(20)
    notice.say("Saved.")
    qtbot.waitUntil(lambda: not notice.text)


@pytest.mark.parametrize(
    ("tone", "button"), [(Tone.BAD, ""), (Tone.INFO, "Undo")], ids=["bad", "with a button"]
)
def test_what_asks_for_something_stays(
    notice: Notice, qtbot: QtBot, tone: Tone, button: str
) -> None:
    notice._leaving.setInterval(20)
    notice.say("Saved.")
    notice.say("The disk is full.", tone, button=button)
    qtbot.wait(60)
    assert notice.text == "The disk is full."
