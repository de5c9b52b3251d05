"""The words a person sees, translated with gettext.

`_()` translates where a text is shown. `N_()` only marks a text that is
declared at import time, when the language is not known yet; whoever shows it
passes it through `_()`. Named values are filled in after translation, so that
translators see whole sentences.
"""

import gettext
import os

from cnnstudio import paths

DOMAIN = "cnnstudio"

_translations: gettext.NullTranslations = gettext.NullTranslations()


def N_(text: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark `text` for translation and return it unchanged."""
    return text


def _(text: str) -> str:
    """Return `text` in the language of the user."""
    return _translations.gettext(text)


def plural(one: str, many: str, count: int) -> str:
    """Return the form of a text that fits `count`, `{count}` filled in."""
    return _translations.ngettext(one, many, count).format(count=count)


def choose_language(name: str | None = None) -> None:
    """Use the catalogue for `name`, or for the language of the environment."""
    global _translations  # noqa: PLW0603 - one language per process
    languages = [name] if name else None
    folder = paths.resource("translations")
    _translations = gettext.translation(DOMAIN, folder, languages, fallback=True)


def language() -> str:
    """Return the language code that the environment asks for, such as "en"."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return value.split(":")[0].split(".")[0]
    return "en"
