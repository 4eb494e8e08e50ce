"""``kronika doctor``: one line a check, with the next step where something is missing."""

from pathlib import Path

from kronika.doctor import diagnose


def run(models: Path | None) -> int:
    """Print the checks as they are made, and return the exit code: 1 if one of them failed."""
    code = 0
    for check in diagnose(models=models):
        print(f"{'ok ' if check.ok else 'NO '} {check.name:<24} {check.detail}", flush=True)
        if check.next_step is not None:
            print(f"    {'next step':<24} {check.next_step}", flush=True)
            code = 1
    return code
