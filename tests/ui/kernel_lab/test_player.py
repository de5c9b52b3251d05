"""Playing: a position that moves by itself or by steps."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.kernel_lab.player import SPEEDS, Player

pytestmark = pytest.mark.gui


@pytest.fixture
def player(qtbot: QtBot) -> Player:
    """A player of four numbers at the highest speed."""
    player = Player(SPEEDS[-1])
    player.show_count(4)
    return player


def test_playing_ends_at_the_last_number(qtbot: QtBot, player: Player) -> None:
    player.toggle()
    assert player.is_playing
    qtbot.waitUntil(lambda: not player.is_playing)
    assert player.position == 3


def test_playing_again_begins_anew(qtbot: QtBot, player: Player) -> None:
    player.toggle()
    qtbot.waitUntil(lambda: not player.is_playing)
    with qtbot.waitSignal(player.moved):
        player.toggle()
    assert player.is_playing or player.position == 3


def test_pausing_keeps_the_position(player: Player) -> None:
    player.set_speed(1)
    player.toggle()
    player.toggle()
    assert (player.is_playing, player.position) == (False, 0)


def test_steps_go_on_and_back_within_the_numbers(player: Player) -> None:
    positions = []
    for by in (1, 1, -1, -1, -1, 9):
        player.step(by)
        positions.append(player.position)
    assert positions == [0, 1, 0, 0, 0, 3]


def test_ending_shows_everything(player: Player) -> None:
    player.step(1)
    player.stop()
    assert player.position is None


def test_fewer_numbers_end_a_walk_beyond_them(player: Player) -> None:
    player.step(4)
    player.show_count(2)
    assert player.position is None


def test_nothing_is_played_where_there_is_nothing(player: Player) -> None:
    player.show_count(0)
    player.toggle()
    player.step(1)
    assert (player.is_playing, player.position) == (False, None)


def test_speed_moves_along_its_scale(player: Player) -> None:
    player.go_faster(1)
    assert player.speed == SPEEDS[-1]
    player.go_faster(-1)
    assert player.speed == SPEEDS[-2]
