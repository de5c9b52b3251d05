"""`python -m cnnstudio.engine`: the engine process, started by the window."""

import sys

from cnnstudio.engine.worker import main

if __name__ == "__main__":
    sys.exit(main())
