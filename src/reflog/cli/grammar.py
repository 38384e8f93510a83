"""The command line as data: what completion needs to know before Typer is imported.

A test holds the table to be what the tree of commands takes.
"""

from __future__ import annotations

_MADE = (
    "--need=TEXT --offer=TEXT --caller=PARTY --consent --no-consent --effort=EFFORT --lead "
    "--on=WHEN --note,-n=TEXT --no-follow-up --new --again"
)
_PERSON = (
    "--handle=TEXT --email=TEXT --phone=TEXT --company=TEXT --profession=TEXT --role=ROLE "
    "--city=TEXT --tag=TEXT --alias=TEXT --note,-n=TEXT"
)
_THANKED = "--for=OPEN --via,-v=VIA --amount,-a=MONEY"
_CORRECTED = (
    "--provider=NAME --prospect=NAME --by,-b,--from,-f=NAME --stage=STAGE --lead --need=TEXT "
    "--offer=TEXT --caller=PARTY --consent --no-consent --effort=EFFORT --why,-w=TEXT "
    "--at-fault=NAME --on=WHEN --note,-n=TEXT --amount,-a=MONEY --contact=NAME --what=TEXT "
    "--due,-d=WHEN --about,--for=OPEN --every=SPAN --via,-v=VIA --given --received"
)
_EXPORTED = (
    "--format=FORMAT --output,-o=FILE --force --journal --redact=LIST --vcard-version=VERSION "
    "--vtodo"
)
_REACHED = "--amount,-a=MONEY --why,-w=TEXT --at-fault=NAME --on=WHEN --no-next"

COMMANDS: dict[str, tuple[str, str]] = {
    "": ("", "--ledger=FILE --json --version"),
    "intro": ("NAME NAME", f"--by,-b=NAME {_MADE}"),
    "received": ("NAME", f"--from,-f=NAME {_MADE}"),
    "due": ("", "--within=DAYS --all --for=NAME --purpose=PURPOSE --exit-code"),
    "done": ("OWED*", f"--mark,-m=STAGE {_REACHED} --next=WHEN --note,-n=TEXT"),
    "snooze": ("OWED* WHEN", ""),
    "drop": ("OWED*", ""),
    "follow": ("NAME PURPOSE", "--due,-d=WHEN --about=OPEN --every=SPAN --note,-n=TEXT --new"),
    "mark": ("OPEN STAGE", _REACHED),
    "business": ("OPEN", "--on=WHEN --note,-n=TEXT --no-next"),
    "thanks": (
        "NAME",
        f"{_THANKED} --received --given --since=WHEN --on=WHEN --note,-n=TEXT --new",
    ),
    "met": ("NAME", "--on=WHEN --note,-n=TEXT --new"),
    "note": ("NAME", "--about=OPEN --on=WHEN --new"),
    "who": ("NAME", "--stage=STAGE --since=WHEN"),
    "tree": ("NAME", "--since=WHEN"),
    "balance": ("NAME", "--since=WHEN"),
    "show": ("SHOWN", ""),
    "intros": (
        "",
        "--stage=STAGE --open --given --received --by,-b=NAME --with=NAME --since=WHEN",
    ),
    "log": ("NAME", "--since=WHEN --limit=COUNT"),
    "find": ("", ""),
    "contact list": ("", "--role=ROLE --tag=TEXT --profession=TEXT --city=TEXT"),
    "contact add": ("", f"{_PERSON} --new"),
    "contact edit": ("NAME", _PERSON),
    "contact rename": ("NAME", ""),
    "contact alias": ("NAME", ""),
    "contact merge": ("NAME NAME", "--yes,-y"),
    "contact forget": ("NAME", "--yes,-y"),
    "contact duplicates": ("NAME NAME", "--distinct"),
    "edit": (
        "ENTRY",
        _CORRECTED,
    ),
    "delete": ("ENTRY*", "--yes,-y"),
    "undo": ("", "--to=OP --dry-run"),
    "redo": ("", ""),
    "history": ("", "--limit=COUNT"),
    "backup": ("FILE", "--list --force"),
    "restore": ("FILE", "--yes,-y"),
    "check": ("", "--repair=FILE"),
    "import": (
        "FILE*",
        "--format=FORMAT --map=COLUMNS --dry-run --yes,-y --prefer=file --merge-duplicates",
    ),
    "export": ("WHAT", _EXPORTED),
    "config": ("KEY", ""),
    "completion": ("SHELL", ""),
}
"""Each command with what its words are, in order, and its options with what they take.

A star: as often as numbers go on. Every command takes --json, -h and --help too. NAME is a
person; OWED an open follow-up, OPEN an open introduction, SHOWN any number, each a person
too; ENTRY is any number.
"""

_UNCHANGED = "nothing was changed"
_OUTCOMES = {
    **dict.fromkeys(("", "due", "who", "tree", "balance", "show", "intros", "log", "find"), ""),
    **dict.fromkeys(("contact list", "history", "completion"), ""),
    "backup": "no copy was made",
    "export": "nothing was written",
    "import": "nothing was imported",
}
"""What a failure of a command means, as a clause, where that is not _UNCHANGED."""


def outcome_of(command: str) -> str:
    """Return what a failure of a command means; "" where it only asks, or is none."""
    return _OUTCOMES.get(command, _UNCHANGED) if command in COMMANDS else ""


class Wanted:
    """What may stand where the cursor is.

    Attributes:
        kind: what is wanted, as in COMMANDS; COMMAND or OPTION; "" for anything.
        command: the command it belongs to; "" where none is typed yet.
        begun: what is typed of it.
        lead: what stands before it in the same word, as `--for=`.
        ledger: the file named by --ledger.
        typed: the words before it that are no options, behind the command.
    """

    __slots__ = ("begun", "command", "kind", "lead", "ledger", "typed")

    def __init__(self, kind: str, command: str, begun: str, typed: list[str]) -> None:
        self.kind = kind
        self.command = command
        self.begun = begun
        self.lead = ""
        self.ledger: str | None = None
        self.typed = typed


def wanted(words: list[str], begun: str) -> Wanted:
    """Return what is wanted behind these words, `begun` of it being typed.

    Args:
        words: those before the cursor's, without the program's name.
        begun: the word the cursor stands in, up to the cursor.
    """
    ledger, rest = _global_options(words)
    command, rest = command_of(rest)
    found = _wanted(command, rest, begun)
    found.ledger = ledger
    return found


def _wanted(command: str, rest: list[str], begun: str) -> Wanted:
    options = options_of(command)
    typed, waiting = _operands(rest, options)
    if waiting:
        return Wanted(waiting.strip("-"), command, begun, typed)
    name, equals, value = begun.partition("=")
    if equals and name in options:
        found = Wanted(options[name] or "", command, value, typed)
        found.lead = name + equals
        return found
    if begun.startswith("-"):
        return Wanted("OPTION", command, begun, typed)
    if command not in COMMANDS or not command:
        return Wanted("COMMAND", command, begun, typed)
    return Wanted(_operand(COMMANDS[command][0].split(), typed), command, begun, typed)


def options_of(command: str) -> dict[str, str | None]:
    """Return the options of a command with what each takes; None for those that take nothing."""
    found: dict[str, str | None] = {"--json": None, "-h": None, "--help": None}
    for option in COMMANDS.get(command, ("", ""))[1].split():
        names, equals, kind = option.partition("=")
        found |= dict.fromkeys(names.split(","), kind if equals else None)
    return found


def subcommands(command: str) -> list[str]:
    """Return the words that may follow: the commands, or those of a group."""
    group = f"{command} " if command else ""
    names = (name[len(group) :] for name in COMMANDS if name.startswith(group) and name != command)
    return list(dict.fromkeys(name.partition(" ")[0] for name in names))


def _global_options(words: list[str]) -> tuple[str | None, list[str]]:
    """Split off what stands before the command, a --ledger without its file aside."""
    rest = list(words)
    ledger = None
    while rest and rest[0].startswith("-") and rest != ["--ledger"]:
        if rest.pop(0) == "--ledger":
            ledger = rest.pop(0)
    return ledger, rest


def command_of(words: list[str]) -> tuple[str, list[str]]:
    """Split the words into the command and what stands behind it."""
    if not words or words[0].startswith("-"):
        return "", words
    command, rest = words[0], words[1:]
    if command not in COMMANDS and rest and subcommands(command):
        return f"{command} {rest[0]}", rest[1:]
    return command, rest


def _operands(words: list[str], options: dict[str, str | None]) -> tuple[list[str], str]:
    """Return the words that are no options, and what the last one waits for.

    That is "--" where everything is text from there on, "" where nothing is awaited.
    """
    typed: list[str] = []
    waiting = ""
    for word in words:
        if waiting:
            waiting = ""
        elif word == "--":
            return typed, "--"
        elif word.startswith("-") and len(word) > 1:
            waiting = options.get(word) or ""
        else:
            typed.append(word)
    return typed, waiting


def _operand(kinds: list[str], typed: list[str]) -> str:
    """Return what is wanted behind the words typed."""
    if kinds == ["FILE*"]:
        return "FILE"
    if kinds and kinds[0].endswith("*"):
        if all(word.isdigit() for word in typed):
            # Behind a number, another or what follows.
            return kinds[0][:-1] + ("" if not typed else f" {kinds[-1]}" if kinds[1:] else "")
        return kinds[1] if len(kinds) > len(typed) else ""
    return kinds[len(typed)] if len(typed) < len(kinds) else ""
