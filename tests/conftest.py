"""What holds for all tests: which kronika is tested, and that a skip has a reason that holds."""

import os
import sys
from pathlib import Path

import pytest

import kronika

SHARED = Path(__file__).parents[2] / "shared"
"""Data beside the checkout that is not part of the project; tests that need it are skipped where it is not."""


def pytest_configure() -> None:
    """Refuse a kronika of the checkout where the installed one is to be tested."""
    home = Path(kronika.__file__)
    if os.environ.get("KRONIKA_TEST_INSTALLED") and not home.is_relative_to(sys.prefix):
        pytest.exit(f"the installed kronika is to be tested, but {home} was imported", returncode=3)


def pytest_report_header() -> str:
    """Say which kronika is tested."""
    return f"kronika: {Path(kronika.__file__).parent}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> object:
    """With CI set, a test that was skipped for missing shared data fails where the data is there."""
    report: pytest.TestReport = yield
    if os.environ.get("CI") and report.skipped and SHARED.is_dir() and "shared" in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"skipped, although {SHARED} is there: {report.longrepr}"
    return report
