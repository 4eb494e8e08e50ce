"""The README's examples do what it shows."""

import doctest
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
TEXT = README.read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return [match["body"] for match in BLOCK.finditer(TEXT) if match["kind"] == kind]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the examples run in, one after the other."""
    return tmp_path_factory.mktemp("readme")


def run(command: str, folder: Path) -> str:
    """Run a line of shell with this environment's kronika, and return what it prints."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("block", blocks("console"), ids=range(len(blocks("console"))))
def test_console_examples(block: str, folder: Path) -> None:
    """Each command prints what stands under it; ``…`` stands for anything."""
    for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = example.partition("\n")
        printed = "\n".join(line.rstrip() for line in run(command, folder).splitlines())
        pattern = ".*".join(re.escape(part) for part in shown.rstrip("\n").split("…"))
        assert re.fullmatch(pattern, printed, re.DOTALL), printed


def test_the_record_shown_is_the_record_made(folder: Path) -> None:
    made = json.loads(run("kronika extract news.txt", folder))
    (shown,) = (json.loads(block) for block in blocks("json"))
    assert_within(shown, made, "record")


def assert_within(shown: Any, made: Any, where: str) -> None:
    """Refuse a shown value that the made one does not have; the made one may have more keys."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert_within(value, made[key], f"{where}.{key}")
    elif isinstance(shown, list):
        assert len(shown) == len(made), where
        for i, (one, other) in enumerate(zip(shown, made, strict=True)):
            assert_within(one, other, f"{where}[{i}]")
    else:
        assert shown == made, where


@pytest.mark.parametrize("block", blocks("python"), ids=range(len(blocks("python"))))
def test_python_examples(block: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, {}, "README.md", str(README), 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test)
    assert results.attempted
    assert not results.failed


def test_the_set_up_is_two_commands_that_make_knows() -> None:
    (setup,) = blocks("sh")
    commands = [line.split("#")[0].strip() for line in setup.splitlines()]
    assert commands == ["make run", "make test"]
    makefile = (README.parent / "Makefile").read_text("utf-8")
    assert all(f"\n{command.split()[1]}:" in makefile for command in commands)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?P<target>[^)#]+)\)", TEXT):
        assert "://" in target or (README.parent / target).exists(), target
