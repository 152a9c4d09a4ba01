"""The two shims of the harness, built once: one makes file operations fail, one writes them down."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def _built(factory: pytest.TempPathFactory, name: str) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the shims need a C compiler and Linux")
    made = factory.mktemp(name) / f"{name}.so"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", made, HERE / f"{name}.c", "-ldl"], check=True)
    return made


@pytest.fixture(scope="session")
def fault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim that kills, tears or fails the n-th file operation."""
    return _built(tmp_path_factory, "iofault")


@pytest.fixture(scope="session")
def log_shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim that writes down every file operation and every promise."""
    return _built(tmp_path_factory, "iolog")
