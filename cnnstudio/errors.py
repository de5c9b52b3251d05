"""The exceptions of CNN Studio, drawn once.

StudioError
├── UserError               a person can mend it; exit status 2
│   ├── UnknownNameError    no preset, data set, kernel … of that name
│   ├── InvalidValueError   a value outside what is allowed
│   ├── InvalidFileError    a file that is missing, damaged or something else
│   │   └── InvalidDataError    a data set that cannot be read
│   │       └── NotDownloadedError  one that can be downloaded, and is not yet
│   └── InvalidNetworkError a network that cannot be trained as it is
└── FailureError            the machine or the program failed; exit status 1
    ├── StorageError        a file could not be written
    └── EngineError         the engine process failed

Each message is one sentence for a person: it names the thing and says what
is allowed. Something wrong *in a design* is no exception but a
`cnnstudio.network.shapes.Problem`.
"""

from collections.abc import Iterable

from cnnstudio.text import _


class StudioError(Exception):
    """Any error whose message is meant for the person using the program."""

    exit_status = 1


class UserError(StudioError):
    """Something that the user can mend."""

    exit_status = 2


class UnknownNameError(UserError):
    """A name that stands for nothing; the message lists those that do."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = tuple(known)
        likeliest = _likeliest(name, names)
        text = (
            _('There is no {what} called "{name}". Did you mean "{likeliest}"? Known: {known}.')
            if likeliest
            else _('There is no {what} called "{name}". Known: {known}.')
        )
        super().__init__(
            text.format(what=what, name=name, likeliest=likeliest, known=", ".join(names))
        )


def _likeliest(name: str, known: Iterable[str]) -> str:
    """Return the name that was perhaps meant, whatever its case; empty where none is like it."""
    from difflib import get_close_matches  # not needed until something is wrong

    by_folded = {each.casefold(): each for each in known}
    found = get_close_matches(name.casefold(), by_folded, n=1)
    return by_folded[found[0]] if found else ""


class InvalidValueError(UserError):
    """A value outside the range that its field allows."""


class InvalidFileError(UserError):
    """A file that is missing, damaged, or not what its place says it is."""


class InvalidDataError(InvalidFileError):
    """A data set that cannot be read as its files are."""


class NotDownloadedError(InvalidDataError):
    """A data set, `name`, whose files can be downloaded, and are not there yet."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class InvalidNetworkError(UserError):
    """A network with problems, where one without is needed."""


class FailureError(StudioError):
    """The machine or the program failed; the user did nothing wrong."""


class StorageError(FailureError):
    """A file could not be written."""


class EngineError(FailureError):
    """The engine process failed."""
