import numpy as np

from cnnstudio.data.figures import FIGURES, outlines


def area(contour: np.ndarray) -> float:
    x, y = contour.T
    return abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2


def test_there_are_ten_figures_in_alphabetical_order() -> None:
    assert list(FIGURES) == sorted(FIGURES)
    assert len(FIGURES) == len(outlines()) == 10


def test_figures_reach_the_unit_circle_and_no_further() -> None:
    for contours in outlines():
        assert max(np.hypot(*contour.T).max() for contour in contours) == 1


def test_regular_figures_have_the_area_of_their_polygon() -> None:
    by_name = dict(zip(FIGURES, outlines(), strict=True))
    for name, corners in (("triangle", 3), ("square", 4), ("pentagon", 5)):
        expected = corners / 2 * np.sin(2 * np.pi / corners)
        assert np.isclose(area(by_name[name][0]), expected)


def test_ring_alone_has_a_hole() -> None:
    holes = [name for name, contours in zip(FIGURES, outlines(), strict=True) if len(contours) > 1]
    assert holes == ["ring"]
