"""The line about a run's progress, in words and numbers."""

from cnnstudio.text import _


def progress_parts(
    *,
    epoch: int,
    epochs: int,
    step: int,
    examples_per_second: float,
    seconds_left: float | None,
) -> list[str]:
    """Return "epoch 3 / 6", "ETA 4 s", "41,200 examples/s" and "step 132".

    What matters least comes last: it may have no room.
    """
    parts = [_("epoch {epoch} / {epochs}").format(epoch=epoch, epochs=epochs)]
    if seconds_left is not None:
        parts.append(_("ETA {time}").format(time=duration_text(seconds_left)))
    if examples_per_second > 0:
        parts.append(_("{rate:,.0f} examples/s").format(rate=rounded(examples_per_second)))
    parts.append(_("step {step:,}").format(step=step))
    return parts


def rounded(value: float, digits: int = 3) -> float:
    """Return `value` with so many leading digits: the rest only flickers."""
    return float(f"{value:.{digits}g}")


def duration_text(seconds: float) -> str:
    """Return a time left as people say it: 4 s, 2 min 10 s, 3 h 5 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _("{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 10:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest // 10 * 10)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def seconds_text(seconds: float) -> str:
    """Return a time taken with two digits; longer ones as they are said."""
    if seconds < 9.95:
        return _("{seconds:.2g} s").format(seconds=seconds)
    return duration_text(seconds)
