"""What can be told of a pattern without compiling it: how its matches begin, and what they cannot do without."""

import re

_SET = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_ESCAPED = re.compile(r"\\.")
_INNERMOST = re.compile(r"\((?P<kind>\?:|\?<?[=!])?(?P<body>[^()]*)\)(?P<optional>[?*]|\{0)?")


def certain_part(pattern: str) -> str:
    """Return what is left of a pattern without its optional, alternative and looking-around brackets."""
    rest = _ESCAPED.sub(" ", _SET.sub(" ", pattern))
    while (unnested := _INNERMOST.sub(_certain, rest)) != rest:
        rest = unnested
    return rest


def _certain(match: re.Match[str]) -> str:
    is_certain = match["kind"] == "?:" and "|" not in match["body"] and match["optional"] is None
    return f" {match['body']} " if is_certain else " "


def leading_group(pattern: str) -> tuple[list[str], str]:
    """Split ``(?:a|b)rest`` into its alternatives and the rest."""
    depth, starts, splits = 0, 3, list[str]()
    for position, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if depth == 0 or (depth == 1 and char == "|"):
            splits.append(pattern[starts:position])
            starts = position + 1
        if depth == 0:
            return splits, pattern[position + 1 :]
    raise ValueError(f"date pattern {pattern!r} has an open bracket")
