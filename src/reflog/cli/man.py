"""The man page in roff, made from the commands and the help pages."""

from __future__ import annotations

from reflog import cli
from reflog.cli import app, pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_SYNOPSIS = "[--ledger FILE] [--json] [COMMAND [ARGUMENTS]]"


def page(version: str) -> str:
    """Return the man page for a version of reflog."""
    context = app.context_of(())
    lines = [
        f'.TH REFLOG 1 "" "reflog {version}" "User Commands"',
        ".ad l",
        ".nh",
        ".SH NAME",
        "reflog \\- a personal referral ledger",
        ".SH SYNOPSIS",
        f".B reflog\n{_text(_SYNOPSIS)}",
        ".SH DESCRIPTION",
        *_paragraphs(context.command.help, ".PP"),
        ".SH OPTIONS",
        *_options(context),
        ".PP",
        "Every command takes \\-\\-json and \\-\\-help.",
        ".SH COMMANDS",
        *_commands(),
        ".SH TOPICS",
        "Each is a page of its own, which\n.B reflog help\nshows:",
    ]
    for topic in pages.TOPICS:
        lines += [".TP", f".B reflog help {topic}", _text(pages.title(topic))]
    for title, heading in (("EXIT STATUS", "Errors and exit codes"), ("ENVIRONMENT", "Variables")):
        lines += [f".SH {title}", ".nf", *map(_text, pages.table("json", heading)), ".fi"]
    return "\n".join(lines) + "\n"


def _commands() -> Iterator[str]:
    group = None
    for name in cli.NAMES:
        context = app.context_of(name.split())
        if group != (group := cli.group_of(name)):
            yield f".SS {group.title()}"
        yield ".TP"
        usage = " ".join(context.command.collect_usage_pieces(context))
        yield f"\\fB{_text(context.command_path)}\\fR {_text(usage)}".rstrip()
        yield from _paragraphs(context.command.help, ".IP")
        yield ".RS"
        yield from _options(context)
        yield ".RE"


def _options(context: Any) -> Iterator[str]:  # noqa: ANN401 - Typer hides the types of Click
    for parameter in context.command.get_params(context):
        record = parameter.get_help_record(context)
        is_everywhere = context.parent and parameter.name in {"json", "help"}
        if record and record[0].startswith("-") and not is_everywhere:
            yield ".TP"
            yield f"\\fB{_text(record[0])}\\fR"
            yield _text(record[1]) or "\\&"


def _paragraphs(text: str, between: str) -> Iterator[str]:
    for number, part in enumerate(text.split("\n\n")):
        if number:
            yield between
        yield _text(" ".join(part.split()))


def _text(text: str) -> str:
    """Escape what roff would read for itself."""
    signs = {"\\": "\\e", "-": "\\-", "'": "\\(aq"}
    escaped = "".join(
        signs.get(sign, sign if sign.isascii() else f"\\[u{ord(sign):04X}]") for sign in text
    )
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
