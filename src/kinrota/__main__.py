"""What `python -m kinrota` runs: the same as `kinrota`."""

import sys

from kinrota.cli import main

if __name__ == "__main__":
    sys.exit(main())
