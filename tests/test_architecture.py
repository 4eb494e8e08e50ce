"""The shape of the source: what no reviewer should have to look for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kronika.lang import get_language, supported_languages

SOURCE = Path(__file__).parents[1] / "pipeline" / "kronika"
MODULES = sorted(SOURCE.rglob("*.py"))
LANGUAGES = SOURCE / "lang"

MOST_LINES = 400


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names of what a module imports."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", [path for path in MODULES if not path.is_relative_to(LANGUAGES)], ids=name_of)
def test_no_code_outside_lang_names_a_language(path: Path) -> None:
    names = {code.casefold() for code in supported_languages()}
    names |= {str(get_language(code).info["name"]).casefold() for code in supported_languages()}
    found = [
        f"{name_of(path)}:{node.lineno}: {node.value!r}"
        for node in ast.walk(tree_of(path))
        # country codes are in capitals, language codes are not
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (node.value in names or (node.value.istitle() and node.value.casefold() in names))
    ]
    assert not found, "a language is named outside lang/; put what depends on it into lang/<code>/"


@pytest.mark.parametrize("code", supported_languages())
def test_a_language_imports_no_other_language(code: str) -> None:
    others = tuple(f"kronika.lang.{other}" for other in supported_languages() if other != code)
    for path in (LANGUAGES / code).rglob("*.py"):
        assert not [name for name in imported(path) if name.startswith(others)], name_of(path)


@pytest.mark.parametrize("path", [path for path in MODULES if not path.is_relative_to(LANGUAGES)], ids=name_of)
def test_no_code_imports_the_inside_of_a_language(path: Path) -> None:
    inside = tuple(f"kronika.lang.{code}" for code in supported_languages())
    assert not [name for name in imported(path) if name.startswith(inside)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_short_and_say_what_they_are(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= MOST_LINES, "split it: a module that needs a table of contents is several"
    assert not text or ast.get_docstring(tree_of(path)), "a module starts with what it is for"
    assert "TO" + "DO" not in text
    assert "FIX" + "ME" not in text


def test_the_package_root_holds_public_names_and_nothing_else() -> None:
    allowed = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.If)
    for node in tree_of(SOURCE / "__init__.py").body:
        lazy_import = isinstance(node, ast.FunctionDef) and node.name in {"__getattr__", "__dir__"}
        assert lazy_import or isinstance(node, allowed), f"line {node.lineno}: {ast.unparse(node)[:60]}"
