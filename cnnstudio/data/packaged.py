"""Files that lie inside other packages, found without importing these."""

from importlib.util import find_spec
from pathlib import Path

from cnnstudio.errors import FailureError
from cnnstudio.text import _


def packaged_file(package: str, name: str) -> Path:
    """Return the path of file `name` of an installed package.

    Importing scikit-learn or scikit-image takes one to two seconds and holds
    the interpreter meanwhile; finding them takes none.
    """
    spec = find_spec(package)
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / name
        if path.is_file():
            return path
    raise FailureError(
        _('The file "{name}" of the package {package} is missing. Install {package} again.').format(
            name=name, package=package
        )
    )
