"""licet: is it permitted? The public names, nothing else."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
