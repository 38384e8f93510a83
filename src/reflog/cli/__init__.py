"""What the user types: one file for each group of commands.

Here a command begins, and here are the commands as data: what must be known of them before one is
imported. A command is a function of its environment, the words typed and its options. Typer's
signature is made from it (`reflog.cli.app`), and its docstring is its help.

Each row has where the function is, the words after the command, what they are for completion, its
group, what its failure means ("" if it only asks), and its options with what they take, which
`python tests/support/command_table.py` writes. Of what words are: NAME is a person; OWED an open
follow-up, OPEN an open introduction, SHOWN any number, each a person too; ENTRY is any number; a
star: as often as numbers go on. Every command takes --json, -h and --help too.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

COMPLETE = "__complete"
"""The word that the scripts for the shells ask with."""

GROUPS = ("daily", "looking", "people", "knowing", "messages", "keeping")
"""In the order in which help lists them."""

# fmt: off
COMMANDS: dict[str, tuple[str, str, str, str, str, str]] = {
    "": ("", "", "", "", "", "--ledger=FILE --json --version"),
    "due": ("due.due", "", "", "daily", "", "--within=DAYS --all --for=NAME --purpose=PURPOSE --exit-code --count"),
    "done": ("done.done", "N...|NAME [NOTE]", "OWED*", "daily", "nothing was changed", "--mark,-m=STAGE --amount,-a=MONEY --why,-w=TEXT --at-fault=NAME --passed-to=NAME --next=WHEN --no-next --on=WHEN --note,-n=TEXT"),
    "snooze": ("follow_ups.snooze", "N...|NAME WHEN [NOTE]", "OWED* WHEN", "daily", "nothing was changed", "--note,-n=TEXT"),
    "drop": ("follow_ups.drop", "N...|NAME [NOTE]", "OWED*", "daily", "nothing was changed", "--note,-n=TEXT"),
    "follow": ("follow_ups.follow", "NAME|--tag TAG|--role ROLE WHAT", "NAME PURPOSE", "daily", "nothing was changed", "--due,-d=WHEN --about=OPEN --every=SPAN --note,-n=TEXT --new --tag=TAG --role=ROLE"),
    "intro": ("introductions.intro", "PROVIDER PROSPECT", "NAME NAME", "daily", "nothing was changed", "--by,-b=NAME --need=TEXT --offer=TEXT --caller=PARTY --consent --no-consent --effort=EFFORT --lead --on=WHEN --note,-n=TEXT --no-follow-up --new --again"),
    "received": ("introductions.received", "PROSPECT --from INTRODUCER", "NAME", "daily", "nothing was changed", "--from,-f=NAME --need=TEXT --offer=TEXT --caller=PARTY --consent --no-consent --effort=EFFORT --lead --on=WHEN --note,-n=TEXT --no-follow-up --new --again"),
    "mark": ("outcomes.mark", "N|NAME STAGE", "OPEN STAGE", "daily", "nothing was changed", "--amount,-a=MONEY --why,-w=TEXT --at-fault=NAME --passed-to=NAME --on=WHEN --no-next"),
    "business": ("outcomes.business", "N|NAME MONEY [NOTE]", "OPEN", "daily", "nothing was changed", "--on=WHEN --note,-n=TEXT --no-next --direct"),
    "thanks": ("thanks.thanks", "[NAME [NOTE]]", "NAME", "daily", "nothing was changed", "--for=OPEN --via,-v=VIA --amount,-a=MONEY --received --given --since=WHEN --on=WHEN --note,-n=TEXT --new"),
    "met": ("thanks.met", "[NAME [NOTE]]", "NAME", "daily", "nothing was changed", "--limit=COUNT --on=WHEN --note,-n=TEXT --new"),
    "note": ("thanks.note", "NAME [TEXT]", "NAME", "daily", "nothing was changed", "--about=OPEN --on=WHEN --new"),
    "who": ("network.who", "[NAME]", "NAME", "looking", "", "--stage=STAGE --since=WHEN"),
    "tree": ("network.tree", "[NAME]", "NAME", "looking", "", "--since=WHEN"),
    "balance": ("network.balance", "[NAME]", "NAME", "looking", "", "--since=WHEN"),
    "show": ("network.show", "NAME|N", "SHOWN", "looking", "", "--output,-o=FILE --open --force"),
    "intros": ("network.intros", "", "", "looking", "", "--stage=STAGE --open --given --received --by,-b=NAME --with=NAME --since=WHEN"),
    "log": ("network.log", "[NAME]", "NAME", "looking", "", "--since=WHEN --limit=COUNT"),
    "find": ("network.find", "TEXT", "", "looking", "", ""),
    "picture": ("pictures.picture", "[network|year|outcome|balance] [NAME]", "PART NAME", "looking", "", "--since=WHEN --until=WHEN --year=YEAR --output,-o=FILE --open --force --redact=LIST"),
    "contact list": ("contacts.list_contacts", "", "", "people", "", "--role=ROLE --tag=TEXT --profession=TEXT --city=TEXT"),
    "contact add": ("contacts.add", "NAME", "", "people", "nothing was changed", "--handle=TEXT --company=TEXT --profession=TEXT --role=ROLE --city=TEXT --note,-n=TEXT --alias=TEXT --email=TEXT --phone=TEXT --tag=TEXT --greeting=TEXT --language=TEXT --new"),
    "contact edit": ("contacts.edit", "NAME", "NAME", "people", "nothing was changed", "--handle=TEXT --company=TEXT --profession=TEXT --role=ROLE --city=TEXT --note,-n=TEXT --alias=TEXT --email=TEXT --phone=TEXT --tag=TEXT --greeting=TEXT --language=TEXT --remove-alias=TEXT --remove-email=TEXT --remove-phone=TEXT --remove-tag=TEXT --where-tag=TAG --where-role=ROLE"),
    "contact rename": ("contacts.rename", "NAME NEW-NAME", "NAME", "people", "nothing was changed", ""),
    "contact alias": ("contacts.add_alias", "NAME ALIAS", "NAME", "people", "nothing was changed", ""),
    "contact merge": ("pairs.merge", "KEEP OTHER", "NAME NAME", "people", "nothing was changed", "--yes,-y"),
    "contact duplicates": ("pairs.duplicates", "[--distinct NAME NAME]", "NAME NAME", "people", "nothing was changed", "--distinct"),
    "contact forget": ("pairs.forget", "NAME", "NAME", "people", "nothing was changed", "--yes,-y"),
    "know": ("know.know", "NAME [TOPIC [TEXT]]", "NAME TOPIC", "knowing", "nothing was changed", "--about=OPEN --on=WHEN --new"),
    "match": ("matches.match", "[TEXT]", "", "knowing", "", "--for=NAME --to=NAME --role=ROLE --limit=COUNT"),
    "ask": ("matches.ask", "[NAME [NOTE]]", "NAME", "knowing", "nothing was changed", "--since=WHEN --limit=COUNT --on=WHEN --note,-n=TEXT --new"),
    "network": ("matches.network", "", "", "knowing", "", ""),
    "report": ("matches.report", "", "", "knowing", "", "--since=WHEN --until=WHEN --tag=TAG --no-amounts --output,-o=FILE --open --force"),
    "draft": ("messages.draft", "N|NAME", "OWED", "messages", "", "--to=PARTY --for=PURPOSE --as=FORM --say=TEXT --edit --output,-o=FILE --open --copy --link=PROGRAM --force"),
    "wording": ("messages.wording", "[KEY [FILE]]", "", "messages", "nothing was changed", "--edit"),
    "morning": ("messages.morning", "", "", "messages", "", "--within=DAYS --for=NAME --purpose=PURPOSE"),
    "undo": ("history.undo", "", "", "keeping", "nothing was changed", "--to=OP --dry-run"),
    "redo": ("history.redo", "", "", "keeping", "nothing was changed", ""),
    "history": ("history.history", "", "", "keeping", "", "--limit=COUNT"),
    "edit": ("entries.edit", "N", "ENTRY", "keeping", "nothing was changed", "--provider=NAME --prospect=NAME --by,--from,-b,-f=NAME --stage=STAGE --lead --need=TEXT --offer=TEXT --caller=PARTY --consent --no-consent --effort=EFFORT --why,-w=TEXT --at-fault=NAME --on=WHEN --note,-n=TEXT --amount,-a=MONEY --contact=NAME --what=TEXT --due,-d=WHEN --about,--for=OPEN --every=SPAN --via,-v=VIA --topic=TOPIC --until=WHEN --given --received"),
    "delete": ("entries.delete", "N...", "ENTRY*", "keeping", "nothing was changed", "--yes,-y"),
    "config": ("settings.config", "[KEY [VALUE]]", "KEY", "keeping", "nothing was changed", ""),
    "import": ("importing.import_people", "FILE...", "FILE*", "keeping", "nothing was imported", "--format=FORMAT --map=COLUMNS --encoding=NAME --on=WHEN --dry-run --yes,-y --prefer=file --merge-duplicates"),
    "export": ("exports.export", "[WHAT]", "WHAT", "keeping", "nothing was written", "--format=FORMAT --output,-o=FILE --force --journal --redact=LIST --vcard-version=VERSION --vtodo"),
    "backup": ("backups.backup", "[FILE]", "FILE", "keeping", "no copy was made", "--list --force"),
    "restore": ("backups.restore", "FILE", "FILE", "keeping", "nothing was changed", "--yes,-y"),
    "check": ("backups.check", "", "", "keeping", "nothing was changed", "--repair=FILE"),
    "completion": ("help.completion", "[SHELL]", "SHELL", "keeping", "", ""),
    "help": ("help.explain", "[COMMAND|TOPIC]", "HELP", "keeping", "", ""),
}
# fmt: on

NAMES = tuple(filter(None, COMMANDS))
"""Every command, with its family: "contact add"."""


def run() -> NoReturn:
    """Run one command and end the process with its exit code.

    A command is over in a blink, so garbage is not collected, and the modules are not taken
    down one by one as Python would: that took a sixth of the time of `reflog due`.
    """
    gc.disable()
    argv = sys.argv[1:]
    try:
        code = _answered(argv)
    except KeyboardInterrupt:
        code = _interrupted(argv)
    os._exit(code)


def _answered(argv: list[str]) -> int:
    """Answer by the quickest of the three lanes that can; return the exit code."""
    if argv[:1] == [COMPLETE]:
        from reflog.cli import completion

        return completion.answer(argv[1:])
    from reflog.cli import main

    code = main.answer(argv)
    if code is not None:
        return code
    from reflog.cli import app

    return app.main(argv)


def _interrupted(argv: list[str]) -> int:
    """Answer a Ctrl-C that came while what is to answer was still being imported."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from reflog.cli import main
    from reflog.cli.environment import Environment

    def pressed() -> int:
        raise KeyboardInterrupt

    env = Environment(os.environ, sys.stdin, sys.stdout, sys.stderr)
    env.json = "--json" in argv
    return main.guarded(lambda: main.bounded(pressed, env)) or 0


def module_of(command: str) -> str:
    """Return the name of the module that has a command."""
    return f"reflog.cli.commands.{COMMANDS[command][0].partition('.')[0]}"


def imported(command: str) -> Callable[..., Any]:
    """Import the module of a command, and return its function."""
    module, name = module_of(command), COMMANDS[command][0].partition(".")[2]
    __import__(module)
    function: Callable[..., Any] = getattr(sys.modules[module], name)
    return function


def usage_of(command: str) -> str:
    """Return the words after a command, as help shows them; "" if it takes only options."""
    return COMMANDS[command][1]


def takes_files(command: str) -> bool:
    """Return whether the words after a command name files."""
    return COMMANDS[command][2].startswith("FILE")


def place_of_name(command: str) -> int | None:
    """Return how many words come before the NAME that takes all others; None if none does."""
    *choices, last = COMMANDS[command][1].partition(" --")[0].split() or [""]
    is_name = not {"NAME", "PROSPECT"}.isdisjoint(last.strip("[]").split("|"))
    return len(choices) if is_name and all(map(str.islower, choices)) else None


def group_of(command: str) -> str:
    """Return the group in which help lists a command."""
    return COMMANDS[command][3]


def outcome_of(command: str) -> str:
    """Return what a failure of a command means, as a clause; "" if it only asks or is none."""
    return COMMANDS[command][4] if command in COMMANDS else ""


def options_of(command: str) -> dict[str, str | None]:
    """Return the options of a command with what each takes; None for a flag."""
    found: dict[str, str | None] = {"--json": None, "-h": None, "--help": None}
    for option in COMMANDS[command][5].split() if command in COMMANDS else ():
        names, equals, kind = option.partition("=")
        found |= dict.fromkeys(names.split(","), kind if equals else None)
    return found


def subcommands(command: str) -> list[str]:
    """Return the words that may follow a family; of no family, every command."""
    group = f"{command} " if command else ""
    names = (name[len(group) :] for name in NAMES if name.startswith(group))
    return list(dict.fromkeys(name.partition(" ")[0] for name in names))


def command_of(words: list[str]) -> tuple[str, list[str]]:
    """Split words into the command and what follows it."""
    if not words or words[0].startswith("-"):
        return "", words
    command, rest = words[0], words[1:]
    if command not in COMMANDS and rest and subcommands(command):
        return f"{command} {rest[0]}", rest[1:]
    return command, rest
