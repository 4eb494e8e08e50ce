"""The checksums of the weights, beside them."""

from __future__ import annotations

import hashlib
from pathlib import Path


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS beside the folder, in the format of sha256sum."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder.parent)}\n" for path in files
    )
    (folder.parent / "SHA256SUMS").write_text("".join(sums), "utf-8")
