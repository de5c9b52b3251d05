"""What runs are called where one is chosen: as short as tells them apart."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from cnnstudio.text import _
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.runs import words


def distinct_titles(entries: Sequence[RunEntry], now: datetime) -> list[str]:
    """Return a title for each run: "digits · 98.3%"; those that would be alike say more."""
    titles = [_short(entry) for entry in entries]
    for add in (_with_minute, _with_second, _with_folder):
        counts = Counter(titles)
        titles = [
            add(entry, now) if counts[title] > 1 else title
            for entry, title in zip(entries, titles, strict=True)
        ]
    return titles


def tip(entry: RunEntry, title: str) -> str:
    """Return what tells a run for certain: its title, how it ended, and where it lies."""
    return f"{title}\n{entry.outcome}\n{entry.folder}"


def _short(entry: RunEntry) -> str:
    best = words.best_text(entry.record.best) if entry.record else ""
    if not best:
        return entry.name
    return _("{name} · {best}").format(name=entry.name, best=best)


def _with_minute(entry: RunEntry, now: datetime) -> str:
    when = words.started_at(entry)
    return _with_moment(entry, words.date_text(when, now), words.time_text(when))


def _with_second(entry: RunEntry, now: datetime) -> str:
    when = words.started_at(entry)
    return _with_moment(entry, words.date_text(when, now), f"{when:%H:%M:%S}")


def _with_folder(entry: RunEntry, now: datetime) -> str:
    title = _with_second(entry, now)
    return _("{title} · {folder}").format(title=title, folder=entry.folder.name)


def _with_moment(entry: RunEntry, day: str, time: str) -> str:
    return _("{title} · {day} {time}").format(title=_short(entry), day=day, time=time)
