"""The scripts in ``tests`` that make awkward files can be imported here."""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = str(Path(__file__).parents[2])
if FOLDER not in sys.path:
    sys.path.insert(0, FOLDER)
