import pytest

from cnnstudio.errors import UnknownNameError


@pytest.mark.parametrize(
    ("name", "meant"),
    [("sobelx", "sobel-x"), ("Sobel-X", "sobel-x"), ("gausian-3", "gaussian-3")],
)
def test_a_name_like_another_is_taken_for_it(name: str, meant: str) -> None:
    error = UnknownNameError("kernel", name, ("box-3", "gaussian-3", "sobel-x"))
    assert f'called "{name}". Did you mean "{meant}"? Known: box-3, ' in str(error)


def test_a_name_like_no_other_is_only_unknown() -> None:
    error = UnknownNameError("kernel", "cat", ("box-3", "sobel-x"))
    assert str(error) == 'There is no kernel called "cat". Known: box-3, sobel-x.'
