"""The scripts in ``tests`` that make Word files and PDFs, importable by their names."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))
for _name in ("make_docx", "make_pdf"):
    if _name not in sys.modules:
        _spec = importlib.util.spec_from_file_location(_name, HERE.parent / f"{_name}.py")
        assert _spec is not None and _spec.loader is not None
        sys.modules[_name] = importlib.util.module_from_spec(_spec)
        _spec.loader.exec_module(sys.modules[_name])
