"""A walk from number to number of a result: playing, pausing, one step on or back."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

SPEEDS = (1, 2, 5, 10, 25, 100, 500, 2_500, 10_000, 50_000)
"""Steps a second."""
_FRAME_MS = 33


class Player(QObject):
    """Holds a position from 0 to `count` − 1, or None while nothing is played."""

    moved = Signal()
    """Another position, or None."""
    changed = Signal()
    """Playing or not, another speed or another count."""

    def __init__(self, speed: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        self.position: int | None = None
        self.speed = speed
        self._begun_at = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def is_playing(self) -> bool:
        """Whether the position moves by itself."""
        return self._timer.isActive()

    def show_count(self, count: int) -> None:
        """Walk through so many numbers; a position that is there no more ends the walk."""
        if count != self.count:
            self.count = count
            if self.position is not None and self.position >= count:
                self.stop()
            self.changed.emit()

    def toggle(self) -> None:
        """Play, or pause; from the last number on, play anew."""
        if self.is_playing:
            self._pause()
        elif self.count:
            is_over = self.position is not None and self.position >= self.count - 1
            self._move(0 if self.position is None or is_over else self.position)
            self._run()

    def step(self, by: int) -> None:
        """Pause, and go on or back by some numbers."""
        if not self.count:
            return
        self._pause()
        start = -1 if self.position is None else self.position
        self._move(min(max(start + by, 0), self.count - 1))

    def stop(self) -> None:
        """End the walk: everything is there."""
        self._pause()
        self._move(None)

    def go_faster(self, by: int) -> None:
        """Take a speed further on in `SPEEDS`, or back."""
        index = min(max(SPEEDS.index(self.speed) + by, 0), len(SPEEDS) - 1)
        self.set_speed(SPEEDS[index])

    def set_speed(self, speed: int) -> None:
        """Walk so many numbers a second."""
        self.speed = speed
        if self.is_playing:
            self._run()
        self.changed.emit()

    def _run(self) -> None:
        self._begun_at = self.position or 0
        self._clock.start()
        self._timer.start(max(_FRAME_MS, 1_000 // self.speed))
        self.changed.emit()

    def _pause(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def _on_timer_timeout(self) -> None:
        walked = round(self._clock.elapsed() * self.speed / 1_000)
        position = min(self._begun_at + walked, self.count - 1)
        self._move(position)
        if position == self.count - 1:
            self._pause()

    def _move(self, position: int | None) -> None:
        if position != self.position:
            self.position = position
            self.moved.emit()
