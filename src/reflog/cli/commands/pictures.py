"""Pictures: the network, the year, what came of it, give and take; in the terminal or a file."""

from __future__ import annotations

from datetime import date

from reflog.cli import arguments, page_files
from reflog.cli.arguments import names
from reflog.domain import pictures as domain
from reflog.domain.contacts import ME
from reflog.errors import UsageError, quoted
from reflog.reports import pictures as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.pictures import Pictures
    from reflog.render import Page

FORMATS = ("html", "svg", "dot", "graphml", "gexf", "mmd")
"""What a file can be, by its ending."""

_EXAMPLE = "reflog picture -o year.html"
_IN_TERMINAL = ("year", "outcome", "balance")


def picture(
    env: Environment,
    words: options.Words = None,
    since: options.Since = None,
    until: Annotated[str | None, "--until WHEN", "Only up to this day."] = None,
    year: Annotated[str | None, "--year YEAR", "That year."] = None,
    output: Annotated[str | None, "-o --output FILE", "A page (.html), .svg, or a graph."] = None,
    open_file: options.OpenFile = False,
    force: options.Force = False,
    redact: Annotated[str | None, "--redact LIST", "Leave out names (initials), amounts."] = None,
) -> None:
    """The network and the year as pictures.

    The twelve months to today, as bars; with -o year.html a page for the browser, which works
    offline and prints. network NAME is that person's branch. .dot, .graphml, .gexf and .mmd are
    for programs that draw graphs.
    """
    env.outcome = "nothing was written" if output else ""
    part, name = _asked(env, words or [])
    first, last = _period(env, since, until, year)
    without: tuple[str, ...] = ()
    if redact is not None:
        from reflog.domain.exports import parse_redaction

        without = parse_redaction(redact, domain.REDACTABLE, " and ")
    form = page_files.form_of(output, "A picture", FORMATS, _EXAMPLE, is_opened=open_file)
    _require_form(form, part)
    person = names.known(env, name) if name else None
    with env.waiting("Drawing"):
        found = reports.pictures(env.reader, first, last)
        if env.json or output or part == "network":
            begin = first if since or year else ""
            center = person.id if person else ME
            network = reports.network(env.reader, last, since=begin, center=center)
            found = found.replaced(network=network)
    if "names" in without:
        found = domain.without_names(found)
    if "amounts" in without:
        found = domain.without_amounts(found)
    if output is not None and form is not None:
        text = _text(env, found, part, form)
        page_files.write(env, output, text, _EXAMPLE, force=force, is_opened=open_file)
        return
    from reflog.render import bars, records

    def page() -> Page:
        width = bars.PIPED
        if env.is_terminal:
            from reflog.render import terminal

            width = terminal.console_for(env.stdout).width
        return bars.page(found, (part,) if part else _IN_TERMINAL, width)

    env.answer(page, lambda: records.pictures(found))


def _asked(env: Environment, words: list[str]) -> tuple[str | None, str]:
    """Return which picture is asked for, and of whom."""
    if not words:
        return None, ""
    named = arguments.joined(words)
    if words[0].lower() not in domain.PARTS and names.is_somebody(env, named):
        parts = ", ".join(domain.PARTS)
        message = f"The picture has to be one of {parts}, not {quoted(named)}."
        raise UsageError(message, hint=f"reflog picture network {arguments.shell_word(named)}")
    part = arguments.choice(words[0], domain.PARTS, "The picture")
    name = arguments.joined(words[1:])
    if name and part != "network":
        message = f"The picture of the {part} is of everyone, not of {quoted(name)}."
        raise UsageError(message, hint=f"reflog picture network {arguments.shell_word(name)}")
    return part, name


def _period(
    env: Environment, since: str | None, until: str | None, year: str | None
) -> tuple[str, str]:
    """Return the first and the last day; the twelve months to today where nothing is said."""
    if year is not None:
        if since or until:
            message = "--year doesn't go with --since and --until."
            raise UsageError(message, hint=f"reflog picture --year {env.today.year}")
        return _year(env, year)
    last = arguments.until(env, until) or env.today.isoformat()
    usual = domain.twelve_months(date.fromisoformat(last))
    first = arguments.since(env, since) or usual.isoformat()
    if first > last:
        message = f"--since {first} is after --until {last}."
        raise UsageError(message, hint="--since 2026-01-01 --until 2026-03-31")
    return first, last


def _year(env: Environment, text: str) -> tuple[str, str]:
    if not (len(text) == 4 and text.isascii() and text.isdigit() and int(text)):  # noqa: PLR2004 - digits
        message = f"--year takes a year, not {quoted(text)}."
        raise UsageError(message, hint=f"--year {env.today.year}")
    if int(text) > env.today.year:
        raise UsageError(f"{text} has not begun.", hint=f"--year {env.today.year}")
    return f"{text}-01-01", min(f"{text}-12-31", env.today.isoformat())


def _require_form(form: str | None, part: str | None) -> None:
    """Refuse a file that cannot be of this picture (UsageError)."""
    if form == "svg" and part is None:
        message = "An .svg is one picture: the network, the year, the outcome or the balance."
        raise UsageError(message, hint="reflog picture network -o network.svg")
    if form not in {None, "html", "svg"} and part not in {None, "network"}:
        message = f"A .{form} is the network, not the {part}."
        raise UsageError(message, hint=f"reflog picture network -o network.{form}")


def _text(env: Environment, found: Pictures, part: str | None, form: str) -> str:
    if form in {"html", "svg"}:
        from reflog.render import picture as drawn

        if form == "svg" and part:
            return drawn.drawing(found, part)
        return drawn.page(found, env.today, (part,) if part else domain.PARTS)
    from reflog.formats import graphs

    assert found.network is not None  # noqa: S101 - what is written has it
    return graphs.text_of(found.network, form)
