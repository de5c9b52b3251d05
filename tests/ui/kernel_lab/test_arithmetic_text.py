import numpy as np
import pytest

from cnnstudio.kernels.explanation import explain_pixel
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import Activation, FilterSettings, Gradient, Pooling
from cnnstudio.ui.kernel_lab.arithmetic_text import products_text, steps_text

PICTURE = np.arange(25, dtype=np.uint8).reshape(5, 5)
MINUS = "\N{MINUS SIGN}"


def texts(kernel: Kernel, settings: FilterSettings = FilterSettings()) -> tuple[str, str]:  # noqa: B008
    pixel = explain_pixel(PICTURE, kernel, settings, 1, 1)
    return products_text(pixel), steps_text(pixel, settings)


def test_products_that_are_zero_are_left_out() -> None:
    assert texts(Kernel("k", ((1.0, 0.0, -1.0),))) == (f"5 {MINUS} 7", "")


def test_of_many_products_the_number_is_told() -> None:
    products, _steps = texts(Kernel("k", ((1.0,) * 5,) * 5))
    assert products.endswith("… 15 products in all")  # the border gives zeros


def test_no_product_is_zero() -> None:
    assert texts(Kernel("k", ((0.0,),)))[0] == "0"


@pytest.mark.parametrize(
    ("kernel", "settings", "steps"),
    [
        (Kernel("k", ((2.0,),), divisor=3.0), FilterSettings(), "= 12 ÷ 3"),
        (Kernel("k", ((2.0,),), offset=1.0), FilterSettings(bias=2.0), "= 12 + 3"),
        (Kernel("k", ((-1.0,),)), FilterSettings(activation=Activation.RELU), f"= {MINUS}6 → ReLU"),
        (Kernel("k", ((1.0,),)), FilterSettings(pooling=Pooling.MAX), "= 18 → Max of 4"),
    ],
)
def test_steps_after_the_sum_are_named(
    kernel: Kernel, settings: FilterSettings, steps: str
) -> None:
    assert texts(kernel, settings)[1] == steps


SLOPE = Kernel("k", ((1.0, 0.0, -1.0),) * 3, divisor=2.0)


def test_of_a_gradient_both_sums_and_their_length_are_told() -> None:
    products, steps = texts(SLOPE, FilterSettings(gradient=Gradient.MAGNITUDE))
    first, second = products.splitlines()
    assert first == f"({MINUS}2 + 5 {MINUS} 7 + 10 {MINUS} 12) ÷ 2 = {MINUS}3"
    assert second.startswith("turned: (")
    assert second.endswith("÷ 2 = 15")
    assert steps == "= √(3² + 15²)"


def test_of_a_direction_both_components_are_told() -> None:
    _products, steps = texts(SLOPE, FilterSettings(gradient=Gradient.DIRECTION))
    assert steps == f"= atan2({MINUS}15, 3), in degrees"
