"""Check that the corpora are the ones that the weights were made from: one digest for each folder of texts.

Usage: ``python checksums.py DATA DATA.sha256`` (with ``--write`` to pin what is there).
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Final

FOLDERS: Final = (
    "nerkor/train",
    "nerkor/devel",
    "nerkor-onpp/train",
    "nerkor-onpp/devel",
    "nerel/train",
    "nerel/dev",
    "factrueval/devset",
)


def main() -> None:
    """Compare, or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("sums", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    missing = [name for name in FOLDERS if not (options.data / name).is_dir()]
    if missing:
        sys.exit(
            f"{options.data} has no {', '.join(missing)}; CARD.md says where to get them, DATA= where they are"
        )
    found = {name: digest(options.data / name) for name in FOLDERS}
    if options.write:
        options.sums.write_text("".join(f"{sum_}  {name}\n" for name, sum_ in found.items()), "utf-8")
        return
    pinned = {line.split()[1]: line.split()[0] for line in options.sums.read_text("utf-8").splitlines()}
    changed = [name for name in FOLDERS if found[name] != pinned[name]]
    if changed:
        sys.exit(f"{', '.join(changed)} in {options.data}: other files than {options.sums.name} was written for")


def digest(folder: Path) -> str:
    """Return a digest of the names and contents of all files in a folder, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    main()
