import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnstudio import paths, text
from cnnstudio.cli.program import run
from cnnstudio.text import N_, _, plural


def write_catalogue(folder: Path, language: str, words: dict[str, str]) -> None:
    """Write a compiled catalogue. Source: GNU gettext manual, "The Format of GNU MO Files"."""
    pairs = sorted((key.encode(), value.encode()) for key, value in words.items())
    count, table = len(pairs), 28
    keys = b"\0".join(key for key, _value in pairs) + b"\0"
    values = b"\0".join(value for _key, value in pairs) + b"\0"
    places: list[int] = []
    start = table + 16 * count
    for column in (0, 1):
        for pair in pairs:
            places += [len(pair[column]), start]
            start += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, count, table, table + 8 * count, 0, 0)
    path = folder / language / "LC_MESSAGES" / "cnnstudio.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(head + struct.pack(f"<{len(places)}I", *places) + keys + values)


HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"


@pytest.fixture
def turkish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    words = {
        "": HEADER,
        "Filters": "Filtreler",
        "{count} problem:\0{count} problems:": "{count} sorun:\0{count} sorunlar:",
        "Filter pictures with a kernel.": "Resimleri bir çekirdekle süz.",
    }
    write_catalogue(tmp_path, "tr", words)
    monkeypatch.setattr(paths, "resource", lambda _name: tmp_path)
    yield
    text.choose_language("en")


def test_text_without_a_catalogue_is_english() -> None:
    assert _("Filters") == "Filters"
    assert plural("{count} problem:", "{count} problems:", 1) == "1 problem:"
    assert plural("{count} problem:", "{count} problems:", 2) == "2 problems:"


def test_declared_text_is_translated_where_it_is_shown(turkish: None) -> None:
    declared = N_("Filters")
    assert declared == "Filters"
    text.choose_language("tr")
    assert _(declared) == "Filtreler"
    assert plural("{count} problem:", "{count} problems:", 5) == "5 sorunlar:"


def test_text_that_a_catalogue_lacks_stays_english(turkish: None) -> None:
    text.choose_language("tr")
    assert _("Kernel size") == "Kernel size"


def test_help_of_the_commands_is_translated(
    turkish: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANGUAGE", "tr")
    assert run(["--help"]) == 0
    assert "Resimleri bir çekirdekle süz." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANGUAGE": "tr:en", "LANG": "de_DE.UTF-8"}, "tr"),
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({}, "en"),
    ],
)
def test_language_is_that_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert text.language() == expected
