"""Read what people have: inventories, scans, lease tables, bills of materials, saved replies."""

from licet.gear.read.reading import Problem, Reading
from licet.gear.read.sniff import read_path, read_paths

__all__ = ["Problem", "Reading", "read_path", "read_paths"]
