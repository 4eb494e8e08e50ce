"""docs/cli.md knows every command, option and setting."""

from pathlib import Path

import pytest
import typer.main

from kronika.cli import app
from kronika.settings import SETTINGS

CLI = (Path(__file__).parents[1] / "docs" / "cli.md").read_text("utf-8")
COMMANDS = typer.main.get_command(app).commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_described(name: str) -> None:
    section = CLI.partition(f"## kronika {name}")[2].partition("\n## ")[0]
    assert section, f"docs/cli.md has no section on {name}"
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("-"):
                assert f"`{option}" in section or f", `{option}" in section, option


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_described_with_its_default(setting) -> None:
    default = "–" if setting.default is None else setting.default
    assert f"| `{setting.variable}` | {default} | {setting.help} |" in CLI


def test_every_exit_code_is_described() -> None:
    assert all(f"**{code}**" in CLI for code in (0, 1, 2, 130))
