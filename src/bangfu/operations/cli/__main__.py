"""`python -m bangfu.operations.cli` is `bangfu`."""

import sys

from . import main

if __name__ == "__main__":
    sys.exit(main())
