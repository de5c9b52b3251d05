import pytest

from cnnstudio.data.packaged import packaged_file
from cnnstudio.errors import FailureError


@pytest.mark.parametrize(
    ("package", "name"), [("sklearn", "no/such.csv"), ("no_such_package", "a.csv")]
)
def test_missing_file_is_named_with_its_package(package: str, name: str) -> None:
    with pytest.raises(FailureError, match=f'"{name}" of the package {package}'):
        packaged_file(package, name)
