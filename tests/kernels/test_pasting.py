"""Kernels are read as papers, programs and tables write them."""

import contextlib

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.kernel import Kernel, parse_kernel, weights
from cnnstudio.kernels.pasting import copied_text, pasted_kernel

SOBEL = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
SQUARE = [[1, 2], [3, 4]]

WRITTEN = {
    "plain": "1 0 -1\n2 0 -2\n1 0 -1",
    "commas": "1, 0, -1; 2, 0, -2; 1, 0, -1",
    "no blanks": "1,0,-1\n2,0,-2\n1,0,-1\n",
    "MATLAB": "Gx = [1 0 -1; 2 0 -2; 1 0 -1];",
    "MATLAB in lines": "Gx = [ 1, 0, -1; ...\n 2, 0, -2; ...\n 1, 0, -1 ];",
    "MATLAB rows": "[1 0 -1\n 2 0 -2\n 1 0 -1]",
    "Python": "[[1, 0, -1], [2, 0, -2], [1, 0, -1]]",
    "Python in lines": "kernel = [\n    [1, 0, -1],\n    [2, 0, -2],\n    [1, 0, -1],\n]\n",
    "NumPy": "np.array([[1, 0, -1],\n  [2, 0, -2],\n  [1, 0, -1]], dtype=np.float32)",
    "NumPy printed": "[[ 1.  0. -1.]\n [ 2.  0. -2.]\n [ 1.  0. -1.]]",
    "NumPy broken rows": "[[ 1.  0.\n  -1.]\n [ 2.  0.\n  -2.]\n [ 1.  0.\n  -1.]]",
    "savetxt": "1.000000000000000000e+00 0.0e+00 -1.0e+00\n2.0 0 -2\n1 0 -1\n",
    "torch": "tensor([[ 1.,  0., -1.],\n        [ 2.,  0., -2.],\n        [ 1.,  0., -1.]])",
    "torch layer": "torch.tensor([[[[1, 0, -1], [2, 0, -2], [1, 0, -1]]]], device='cpu')",
    "tuples": "((1, 0, -1), (2, 0, -2), (1, 0, -1))",
    "tuples in lines": "(\n  (1, 0, -1),\n  (2, 0, -2),\n  (1, 0, -1),\n)",
    "C": "float k[3][3] = {{1, 0, -1}, {2, 0, -2}, {1, 0, -1}};",
    "Mathematica": "{{1, 0, -1}, {2, 0, -2}, {1, 0, -1}}",
    "SymPy": "Matrix([[1, 0, -1], [2, 0, -2], [1, 0, -1]])",
    "round": "(1 0 -1; 2 0 -2; 1 0 -1)",
    "minus signs": "1 0 \u22121\n2 0 \u20132\n1 0 \u22121",
    "box": "⎡1 0 -1⎤\n⎢2 0 -2⎥\n⎣1 0 -1⎦",
    "bars": "| 1 0 -1 |\n| 2 0 -2 |\n| 1 0 -1 |",
    "tabs": "1\t0\t-1\r\n2\t0\t-2\r\n1\t0\t-1\r\n",
    "spreadsheet": "1;0;-1\n2;0;-2\n1;0;-1\n",
    "LaTeX": r"\begin{bmatrix} 1 & 0 & -1 \\ 2 & 0 & -2 \\ 1 & 0 & -1 \end{bmatrix}",
    "LaTeX array": r"""$$ G_x = \left[ \begin{array}{ccc}
        1 & 0 & -1 \\[2pt]
        2 & 0 & -2 \\
        1 & 0 & -1
        \end{array} \right] $$""",
    "LaTeX round": r"\[ \begin{pmatrix}1&0&-1\\2&0&-2\\1&0&-1\\\end{pmatrix}. \]",
    "LaTeX rows": r"1 & 0 & -1 \\ 2 & 0 & -2 \\ 1 & 0 & -1",
    "LaTeX phantoms": r"\begin{matrix}1&\phantom{-}0&-1\\2&0&-2\\1&0&-1\end{matrix}",
    "LaTeX in a string": r"\\begin{bmatrix}1&0&-1\\\\2&0&-2\\\\1&0&-1\\end{bmatrix}",
    "Wikipedia": (
        r"{\displaystyle \mathbf {G} _{x}={\begin{bmatrix}\ \ 1&\ \ 0&-1\\\ \ 2&\ \ 0&-2\\"
        r"\ \ 1&\ \ 0&-1\end{bmatrix}}}"
    ),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_one_kernel_in_many_spellings(text: str) -> None:
    assert weights(pasted_kernel(text)).tolist() == SOBEL
    assert pasted_kernel(text).divisor == 1


@pytest.mark.parametrize(
    ("text", "divisor"),
    [
        ("1/9 * [1 2; 3 4]", 9),
        ("1/9 [1 2; 3 4]", 9),
        ("1/9 × [[1, 2], [3, 4]]", 9),
        ("(1/9) · [1 2; 3 4]", 9),
        ("1 / 9 * (1 2; 3 4)", 9),
        ("1/9 *\n1 2\n3 4", 9),
        ("K = 1/256 * np.array([[1, 2], [3, 4]])", 256),
        ("np.array([[1, 2], [3, 4]]) / 16", 16),
        ("[1 2; 3 4] / 16.", 16),
        ("[1 2; 3 4] * 1/16", 16),
        ("-1/256 [1 2; 3 4]", -256),
        ("-[1 2; 3 4]", -1),
        ("0.25 * [1 2; 3 4]", 4),
        ("2/18 * [1 2; 3 4]", 9),
        (r"\frac{1}{16}\begin{bmatrix}1&2\\3&4\end{bmatrix}", 16),
        (r"\dfrac{1}{16} \cdot \begin{bmatrix}1&2\\3&4\end{bmatrix}", 16),
        (r"-\frac{1}{16} \times \left(\begin{array}{rr}1&2\\3&4\end{array}\right)", -16),
        (r"\frac19 \begin{bmatrix}1&2\\3&4\end{bmatrix}", 9),
        (r"{\displaystyle {\frac {1}{16}}{\begin{bmatrix}1&2\\3&4\end{bmatrix}}}", 16),
    ],
)
def test_a_factor_becomes_the_divisor(text: str, divisor: float) -> None:
    kernel = pasted_kernel(text)
    assert kernel.divisor == divisor
    assert weights(kernel).tolist() == SQUARE


def test_a_factor_that_is_no_unit_fraction_keeps_whole_numbers() -> None:
    kernel = pasted_kernel("3/16 * [1 2; 3 4]")
    assert (kernel.rows, kernel.divisor) == (((3, 6), (9, 12)), 16)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("0,5 0,25\n0,25 0,5", [[0.5, 0.25], [0.25, 0.5]]),
        ("0,5;0,25\n0,25;0,5", [[0.5, 0.25], [0.25, 0.5]]),
        ("0,5\t0\n0,25\t1", [[0.5, 0], [0.25, 1]]),
        ("1;2;3", [[1], [2], [3]]),
        ("1 2; 3 4;\n5 6; 7 8;", [[1, 2], [3, 4], [5, 6], [7, 8]]),
        ("1;\n2;", [[1], [2]]),
        ("1/9 1/9; -sqrt(2) pi", [[1 / 9, 1 / 9], [-(2**0.5), np.pi]]),
        ("(1+2)/3 4; 5 (6)", [[1, 4], [5, 6]]),
        (r"\frac{1}{4} & -\frac{1}{2} \\ \sqrt{2} & \sqrt2", [[0.25, -0.5], [2**0.5] * 2]),
        (r"\frac{1+2}{4} & - 1 \\ 0 & \tfrac14", [[0.75, -1], [0, 0.25]]),
        ("7", [[7]]),
        ("[7]", [[7]]),
        ("[1, 2, 3]", [[1, 2, 3]]),
        ("1 2 3", [[1, 2, 3]]),
        ("[[1], [2]]", [[1], [2]]),
        ("((1, 2),)", [[1, 2]]),
        ("# a comment\n% another\n1 2\n3 4", [[1, 2], [3, 4]]),
        ("\ufeff1,2\r\n3,4\r\n", [[1, 2], [3, 4]]),
    ],
)
def test_cells_and_rows(text: str, rows: list[list[float]]) -> None:
    np.testing.assert_allclose(weights(pasted_kernel(text)), rows, rtol=1e-15)


def test_notes_are_read() -> None:
    kernel = pasted_kernel("# name: soft\n# offset: 127.5\n0.5 0.5\n")
    assert kernel == Kernel("soft", ((0.5, 0.5),), 1.0, 127.5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "needs at least one number"),
        ("[]", "needs at least one number"),
        ("hello", '"hello" is not a number'),
        ("1 2; 3", "these have 2, 1"),
        ("[1 2; 3 x]", '"x" is not a number'),
        ("1/0 * [1 2]", "The divisor is 0"),
        ("[1 2] / 0", "The divisor is 0"),
        ("[1 1/0]", "divides by zero"),
        ("nan 1", '"nan" is not a number'),
        ("foo [1 2]", '"foo" is not a number'),
        ("[1 2] bar", '"bar" is not a number'),
        ("Gx = [1 2] Gy = [3 4]", "more than one kernel"),
        ("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "more than one kernel"),
        ("1 " * 32, "1×32 is too large"),
        ("1\n" * 32, "32×1 is too large"),
        ("1 " * 30_000, "has 60000 characters"),
        ("__import__('os').system('x')", "is not a number"),
    ],
)
def test_what_is_no_kernel_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        pasted_kernel(text)


pieces = st.sampled_from(
    [*"[](){};,&\\|=*/-+.0123456789 \n\t#$^_ex", r"\frac", r"\\", r"\begin{bmatrix}", "np.array("]
)


@given(st.lists(pieces, max_size=60).map("".join) | st.text(max_size=60))
@example("((" * 30)
@example("\\frac{" * 20)
@example("(),")
def test_no_text_ends_in_anything_but_a_kernel_or_a_sentence(text: str) -> None:
    with contextlib.suppress(InvalidValueError):
        assert pasted_kernel(text).height >= 1


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(-99, 99), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
)
def test_programs_and_papers_of_the_same_numbers_agree(rows: list[list[int]]) -> None:
    latex = r"\begin{bmatrix}" + r"\\".join("&".join(map(str, row)) for row in rows)
    assert weights(pasted_kernel(str(rows))).tolist() == rows
    assert weights(pasted_kernel(latex + r"\end{bmatrix}")).tolist() == rows
    assert weights(pasted_kernel(str(np.array(rows)))).tolist() == rows
    typed = "; ".join(" ".join(map(str, row)) for row in rows)
    assert pasted_kernel(typed).rows == parse_kernel(typed).rows


NUMBERS = st.floats(-1e9, 1e9, allow_subnormal=False)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(NUMBERS, min_size=width, max_size=width).map(tuple), min_size=1, max_size=4
        ).map(tuple)
    ),
    st.sampled_from([1.0, 16.0, -256.0, 0.1, 9.5]),
    st.sampled_from([0.0, 8.0, -0.5]),
)
@example(((1.0,),), 16.0, 0.0)
@example(((-1.0, 2.0),), 1.0, 3.0)
def test_what_is_copied_is_pasted_again(
    rows: tuple[tuple[float, ...], ...], divisor: float, offset: float
) -> None:
    kernel = Kernel("k", rows, divisor, offset)
    again = pasted_kernel(copied_text(kernel), "k")
    assert again.offset == offset
    np.testing.assert_allclose(
        weights(again) / again.divisor, weights(kernel) / divisor, rtol=1e-15, atol=0
    )
    assert divisor not in (1, 16, -256) or again == kernel
