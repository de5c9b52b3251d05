"""The delay of the window's event loop while a network trains, is plotted and scrolled.

A timer that should fire every millisecond tells how late it was, while canvas,
palette, curves and log are scrolled or panned sixty times a second. From that come
two figures, the 99th percentiles of how late the timer fired, and of how long an
event would wait that came at any moment: a long stall is but one of many ticks,
yet many events would meet it. The same with the training paused is the reference.
Goal: while training, both are at most 10 ms over all that is done.

    python tests/benchmarks/event_loop.py [NETWORK…] [--turns N]
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from arguments import add_networks
from real_data import MISSING
from real_window import endless, measure_apart, open_window, wait

if TYPE_CHECKING:
    from hands import Hand

    from cnnstudio.app import Studio

NETWORKS = ("starter", "cat-or-dog")
TURNS = 6
TURN_MS = 2_000
INTERVAL_MS = 1
GOAL_MS = 10.0
_SHARE = 0.01
_SETTLE_MS = 400
_HALVINGS = 40


class Delays:
    """Collects how late a timer fires, in milliseconds."""

    def __init__(self, found: Iterable[float] = ()) -> None:
        self.found = list(found)
        self._last = 0.0

    def collect(self) -> None:
        """Run the event loop for a turn."""
        from PySide6.QtCore import Qt, QTimer

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._on_timer_timeout)
        self._last = perf_counter()
        timer.start(INTERVAL_MS)
        wait(TURN_MS)
        timer.stop()

    @property
    def late_ms(self) -> float:
        """What one tick in a hundred exceeds."""
        return float(np.percentile(self.found, 100 * (1 - _SHARE)))

    @property
    def wait_ms(self) -> float:
        """What one event in a hundred would wait longer than, if it came at any moment.

        Until the next tick it waits, but no longer than that one was late.
        """
        late = np.array(self.found)
        moments = late.sum() + INTERVAL_MS * len(late)
        low, high = 0.0, float(late.max())
        for _halving in range(_HALVINGS):
            middle = (low + high) / 2
            longer = late[late > middle]
            if (longer - middle + INTERVAL_MS).sum() > _SHARE * moments:
                low = middle
            else:
                high = middle
        return high

    def __str__(self) -> str:
        return f"{self.late_ms:6.2f} {self.wait_ms:6.2f} {max(self.found):6.1f}"

    def _on_timer_timeout(self) -> None:
        now = perf_counter()
        self.found.append(max(0.0, 1000 * (now - self._last) - INTERVAL_MS))
        self._last = now


@dataclass(frozen=True, slots=True)
class Row:
    """What was found while a hand worked."""

    title: str
    training: Delays
    paused: Delays
    between_drawings_ms: int

    def __str__(self) -> str:
        return (
            f"  {self.title:22}          {self.training}         {self.paused}"
            f"   curves every {self.between_drawings_ms:,} ms"
        )


def measure(name: str, turns: int) -> bool:
    """Print a table, and return whether the goal was reached."""
    from hands import hands_of

    project = endless(name)
    if project is None:
        print(f"{name} {MISSING}")
        return True
    studio = open_window(project)
    print(f"{name}, {turns} turns of {TURN_MS / 1000:.0f} s of each")
    print(f"{'milliseconds':24} training: 99 %   wait   most   paused: 99 %   wait   most")
    rows = []
    for title, hand in hands_of(studio).items():
        rows.append(let_work(studio, title, hand, turns))
        print(rows[-1], flush=True)
    studio.window.close()
    return judge(rows)


def let_work(studio: "Studio", title: str, hand: "Hand", turns: int) -> Row:
    """Let a hand work while the network trains and while it pauses, by turns."""
    training, paused = Delays(), Delays()
    pause, tabs = studio.window.actions_by_id["training.pause"], studio.window.training.tabs
    tabs.setCurrentIndex(hand.tab)
    hand.begin()
    for _turn in range(turns):
        wait(_SETTLE_MS)
        training.collect()
        pause.trigger()
        wait(_SETTLE_MS)
        paused.collect()
        pause.trigger()
    hand.end()
    return Row(title, training, paused, studio.window.training.training.curves.pacing.interval_ms)


def judge(rows: list[Row]) -> bool:
    """Print the delays over all that was done, and return whether the goal was reached."""
    training, paused = (
        Delays(each for side in sides for each in side.found)
        for sides in zip(*((row.training, row.paused) for row in rows), strict=True)
    )
    print(f"  {'all of it':22}          {training}         {paused}")
    worst = max(training.late_ms, training.wait_ms)
    print(
        f"{len(training.found):,} ticks; while training, ticks and waits stay within "
        f"{worst:.2f} ms in 99 % of all cases, goal at most {GOAL_MS:.0f} ms",
        flush=True,
    )
    return worst <= GOAL_MS


def main(arguments: list[str]) -> int:
    """Measure each network in a process of its own; return 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description="Tell how long the window lets events wait.")
    add_networks(parser, NETWORKS)
    parser.add_argument("--turns", type=int, default=TURNS, metavar="N")
    asked = parser.parse_args(arguments)
    names = asked.networks or NETWORKS
    return measure_apart(__file__, names, asked.turns, measure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
