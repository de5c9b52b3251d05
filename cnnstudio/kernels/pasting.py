"""Kernels as they are found: in papers, in LaTeX, in programs, in tables.

    1/9 * [1 1 1; 1 1 1; 1 1 1]          np.array([[1, 0, -1], [2, 0, -2]])
    \\frac{1}{16}\\begin{bmatrix} 1 & 2 & 1 \\\\ 2 & 4 & 2 \\end{bmatrix}
    {{0, -1}, {1, 0}} / 2                0,5;0,25      (a table with decimal commas)

Nothing of it is run: cells are read as arithmetic.
"""

import re
from collections.abc import Iterator

from cnnstudio import arithmetic
from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.kernel import Kernel, Rows
from cnnstudio.text import _

LONGEST_TEXT = 50_000

_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00d7\u00b7\u22c5\u2217\u2219", "*"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u2061\u2062\ufeff", " "),
        # The pieces of which text files build large brackets.
        **dict.fromkeys("|│⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠⎧⎨⎩⎫⎬⎭", " "),
        "\r": "\n",
        "\u2028": "\n",
    }
)


def pasted_kernel(text: str, name: str = "pasted") -> Kernel:
    """Return the kernel that a piece of text holds.

    A number before or after the matrix multiplies it and becomes the divisor; lines
    such as "# offset: 8" and "# name: mine" are read as `export_kernel` writes them.

    Raises:
        InvalidValueError: it holds none, or more than one.
    """
    if len(text) > LONGEST_TEXT:
        raise InvalidValueError(
            _("The text has {count} characters; a kernel has up to {most}.").format(
                count=len(text), most=LONGEST_TEXT
            )
        )
    notes, plain = _without_notes(text.translate(_SPELLINGS))
    before, body, after = _parted(_without_names(_without_latex(plain)))
    numerator, denominator = _factor(before, after)
    cells = list(_rows(body))
    # Refuse a grid that cannot be one before each of its cells is read.
    Kernel(name, tuple((0.0,) * len(row) for row in cells))
    rows = [[arithmetic.evaluate(cell) for cell in row] for row in cells]
    if numerator and (denominator / numerator).is_integer():
        numerator, denominator = 1.0, denominator / numerator
    scaled = tuple(tuple(cell * numerator for cell in row) for row in rows)
    offset = arithmetic.evaluate(notes.get("offset", "0"))
    return Kernel(notes.get("name") or name, scaled, denominator, offset)


def pasted_rows(text: str) -> Rows:
    """Return the numbers of the matrix that a piece of text holds, its factor multiplied in.

    Raises:
        InvalidValueError: it holds none, or more than one.
    """
    kernel = pasted_kernel(text)
    return tuple(tuple(cell / kernel.divisor for cell in row) for row in kernel.rows)


def copied_text(kernel: Kernel) -> str:
    """Return a kernel as a table that spreadsheets and `pasted_kernel` read; no digit is lost."""
    factor = f"1/{_exact(kernel.divisor)} *\n" if kernel.divisor != 1 else ""
    offset = f"# offset: {_exact(kernel.offset)}\n" if kernel.offset else ""
    return offset + factor + table_text(kernel.rows)


def table_text(rows: Rows) -> str:
    """Return numbers as a table that spreadsheets and `pasted_rows` read; no digit is lost."""
    return "".join("\t".join(map(_exact, row)) + "\n" for row in rows)


def _exact(value: float) -> str:
    return repr(value).removesuffix(".0")


def _without_notes(text: str) -> tuple[dict[str, str], str]:
    """Return what lines such as "# offset: 8" say, and the other lines."""
    lines = text.split("\n")
    noted = (re.fullmatch(r"\s*[#%]\s*(name|offset)\s*:(.*)", line) for line in lines)
    notes = {match[1]: match[2].strip() for match in noted if match}
    return notes, "\n".join(line for line in lines if not re.match(r"\s*[#%]", line))


_LATEX = (
    (r"\\\\\s*(?:\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?", ";"),
    (r"\\begin\s*\{array\}\s*\{[^{}]*\}|\\begin\s*\{\w*matrix\*?\}", " [ "),
    (r"\\end\s*\{(?:\w*matrix\*?|array)\}", " ] "),
    (r"\\(?:begin|end|label|h?phantom)\s*\{[^{}]*\}", " "),
    (r"\\(?:left|right|[bB]igg?[lr]?)\s*\\?[\[\](){}|.]", " "),
    (r"\\(?:cdot|times|ast)\b", "*"),
    (r"\\(?:displaystyle|textstyle|scriptstyle|quad|qquad|hline|nonumber)\b", " "),
    (r"\\[\s,;:!\[\](){}]|\$|~", " "),
    (r"\\sqrt\s*(\d)", r"sqrt(\1)"),
    (r"\\sqrt\s*\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\[dt]?frac\s*(\d)\s*(\d)", r"\1/\2"),
    (r"\\pi\b", "pi"),
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}\\]*)\}\s*\{([^{}\\]*)\}")


def _without_latex(text: str) -> str:
    """Return the text with LaTeX in the words of plain text; other text stays as it is."""
    if "\\" not in text and "$" not in text:
        return text
    if re.search(r"(?<!\\)\\\\(?:begin|left|[dt]?frac)\b", text):
        text = text.replace("\\\\", "\\")  # as a program's string holds it
    for pattern, plain in _LATEX:
        text = re.sub(pattern, plain, text)
    text = _FRACTION.sub(_fraction, text)
    return re.sub(r"[{}]", " ", text).replace("\n", " ")


def _fraction(match: re.Match[str]) -> str:
    above, below = (
        part if re.fullmatch(r"\s*-?[\w.]+\s*", part) else f"({part})" for part in match.groups()
    )
    return f"{above.strip()}/{below.strip()}"


def _without_names(text: str) -> str:
    """Return the text without "K =", "np.array(" and "dtype=…"."""
    text = re.sub(r",\s*[A-Za-z_]+\s*=\s*[\w.']+", "", text)
    text = re.sub(r"\b(?!sqrt\b)[A-Za-z_][\w.]*\s*\(", "(", text)
    if text.count("=") > 1:
        raise _more_than_one()
    return text.rpartition("=")[2].replace("{", "[").replace("}", "]")


def _more_than_one() -> InvalidValueError:
    return InvalidValueError(_("The text holds more than one kernel; paste one at a time."))


def _parted(text: str) -> tuple[str, str, str]:
    """Return what stands before the matrix, the matrix, and what stands after it."""
    text = _with_brackets(text)
    start, end = text.find("["), text.rfind("]")
    if 0 <= start < end:
        return text[:start], text[start : end + 1], text[end + 1 :]
    factor = re.match(r"\s*([^\s*]+)\s*\*\s", text)
    return (factor[1], text[factor.end() :], "") if factor else ("", text, "")


def _with_brackets(text: str) -> str:
    """Return the text with [] for the () around a whole matrix and around its rows."""
    start = text.find("(")
    end = _closing(text, start) if start >= 0 else -1
    inside = text[start + 1 : end]
    if end < 0 or not re.search(r"[;\n\[]|\)\s*,\s*\(|^\s*\(.*\)\s*,?\s*$", inside):
        return text
    if re.search(r"\)\s*,\s*\(|^\s*\(.*\)\s*,?\s*$", inside):
        inside = re.sub(r"\)\s*,\s*\(", "],[", inside.strip().strip("(),"))
        inside = f"[{inside}]"
    return f"{text[:start]}[{inside}]{text[end + 1 :]}"


def _closing(text: str, start: int) -> int:
    """Return where the parenthesis at `start` is closed, or −1."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return -1


def _factor(before: str, after: str) -> tuple[float, float]:
    """Return the fraction (above, below) by which a matrix is multiplied."""
    before = before.strip().removesuffix("*").strip()
    after = after.strip().rstrip(".,;").strip()
    above, below = _ratio(before)
    if after:
        times, over = _ratio(f"1{after}" if after[0] == "/" else after.removeprefix("*"))
        above, below = above * times, below * over
    return above, below


def _ratio(text: str) -> tuple[float, float]:
    if text in ("", "-"):
        return float(f"{text}1"), 1.0
    if text[0] == "(" and _closing(text, 0) == len(text) - 1:
        return _ratio(text[1:-1].strip())
    above, slash, below = text.partition("/")
    if not slash or "/" in below:
        return arithmetic.evaluate(text), 1.0
    return arithmetic.evaluate(above), arithmetic.evaluate(below)


def _rows(body: str) -> Iterator[list[str]]:
    """Yield the cells of each row."""
    if re.search(r"\]\s*\]\s*[,;]?\s*\[\s*\[", body):
        raise _more_than_one()
    if re.search(r"\[\s*\[|\]\s*[,;]?\s*\[", body):  # a row in brackets may fill many lines
        body = re.sub(r"\]\s*[,;]?\s*\[", ";", body.replace("\n", " "))
    body = re.sub(r"\.\.\.\s*\n", " ", body.strip("[], \n"))
    lines = [stripped for line in body.split("\n") if (stripped := line.strip(" \t;,"))]
    if _is_table_of_semicolons(lines):
        yield from (re.split(r"\s*;\s*", line) for line in lines)
        return
    for row in re.split(r"[;\n]", body):
        if row.strip(" \t,"):
            yield _cells(row.strip(" ,"))


def _is_table_of_semicolons(lines: list[str]) -> bool:
    """Return whether semicolons part cells, as spreadsheets write them with decimal commas."""
    counts = {line.count(";") for line in lines}
    has_plain_cells = all(re.fullmatch(r"[^;\s]*(\s*;\s*[^;\s]+)+", line) for line in lines)
    return len(lines) > 1 and len(counts) == 1 and has_plain_cells


def _cells(row: str) -> list[str]:
    if "&" in row:
        return [cell.strip() for cell in row.split("&")]
    if "\t" in row:
        return [cell.strip() for cell in row.strip().split("\t")]
    words = row.split()
    has_decimal_commas = len(words) > 1 and all(
        re.fullmatch(r"[^,]+|[^,]*\d,\d[^,]*", word) for word in words
    )
    return words if has_decimal_commas else re.split(r"\s*,\s*|\s+", row.strip())
