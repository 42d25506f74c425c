"""The main job on real data, as `make demo` runs it."""

from __future__ import annotations

import subprocess
import sys


def main() -> int:
    """Show what licet can do on this machine."""
    return subprocess.run([sys.executable, "-m", "licet", "--help"], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
