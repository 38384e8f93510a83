"""Programs of the same kind, with as much to list: taskwarrior, todoman, khard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.jobs import Job
from commands import TODAY

if TYPE_CHECKING:
    from pathlib import Path

FIRST_DAY = date.fromisoformat(TODAY)
MADE = "made"
"""The file that says that a folder is whole."""

NAMES = {"task": "taskwarrior", "todo": "todoman", "khard": "khard"}


def taskwarrior(folder: Path, items: int) -> Job | None:
    """Return `task list` on so many pending tasks, None where there is no taskwarrior."""
    program = shutil.which("task")
    if program is None:
        return None
    data = folder / f"task-{items}"
    environ = {"PATH": os.defpath, "HOME": str(data), "TASKRC": str(data / "taskrc")}
    if _is_new(data):
        data.mkdir(parents=True)
        (data / "taskrc").write_text(
            f"data.location={data}\nconfirmation=no\nverbose=nothing\nhooks=off\n"
        )
        tasks = [
            {
                "description": f"ask Person {n} what came of the introduction",
                "status": "pending",
                "due": f"{FIRST_DAY + timedelta(days=n % 90):%Y%m%dT080000Z}",
            }
            for n in range(items)
        ]
        (data / "tasks.json").write_text(json.dumps(tasks))
        _run([program, "import", str(data / "tasks.json")], environ)
        _run([program, "list"], environ)
        (data / MADE).touch()
    return Job(f"`task list`, {items:,} tasks", (program, "list"), environ)


def task_writing(folder: Path, items: int) -> list[Job]:
    """Return `task add` and `task done` on so many pending tasks, each with what takes it back.

    Raises:
        RuntimeError: taskwarrior does not say that it did it.
    """
    listing = taskwarrior(folder, items)
    assert listing is not None
    program, environ = listing.argv[0], dict(listing.environ)
    back = Job("back", (program, "rc.confirmation=no", "undo"), environ)
    jobs = []
    for name, words, counted in (
        ("`task add`", ("add", "call Person 4", "due:tomorrow"), 1),
        ("`task done`", ("4", "done"), -1),
    ):
        before = _pending(program, environ)
        _run([program, *words], environ)
        changed = _pending(program, environ) - before
        _run(list(back.argv), environ)
        if changed != counted or _pending(program, environ) != before:
            message = f"{name} changed {changed} tasks, not {counted}, or could not be taken back"
            raise RuntimeError(message)
        jobs.append(Job(name, (program, *words), environ, undo=back))
    return jobs


def _pending(program: str, environ: dict[str, str]) -> int:
    counted = subprocess.run(
        [program, "status:pending", "count"],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(counted.stdout.split()[-1])


def todoman(folder: Path, items: int) -> Job:
    """Return `todo list` on so many tasks."""
    program = _installed(folder, "todoman") / "todo"
    data = folder / f"todoman-{items}"
    environ = {"PATH": os.defpath, "HOME": str(data), "TODOMAN_CONFIG": str(data / "config.py")}
    if _is_new(data):
        calendar = data / "calendars" / "work"
        calendar.mkdir(parents=True)
        for n in range(items):
            due = f"{FIRST_DAY + timedelta(days=n % 90):%Y%m%d}"
            (calendar / f"{n}.ics").write_text(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\nBEGIN:VTODO\r\n"
                f"UID:{n}@example.com\r\nDTSTAMP:20261101T080000Z\r\nDUE;VALUE=DATE:{due}\r\n"
                f"SUMMARY:ask Person {n} what came of the introduction\r\n"
                "END:VTODO\r\nEND:VCALENDAR\r\n"
            )
        (data / "config.py").write_text(
            f"path = {str(data / 'calendars' / '*')!r}\ncache_path = {str(data / 'cache.db')!r}\n"
        )
        _run([str(program), "list"], environ)
        (data / MADE).touch()
    return Job(f"`todo list`, {items:,} tasks", (str(program), "list"), environ)


def khard(folder: Path, items: int) -> Job:
    """Return `khard list` on so many contacts."""
    program = _installed(folder, "khard") / "khard"
    data = folder / f"khard-{items}"
    environ = {"PATH": os.defpath, "HOME": str(data)}
    config = data / "khard.conf"
    if _is_new(data):
        (data / "cards").mkdir(parents=True)
        for n in range(items):
            (data / "cards" / f"{n}.vcf").write_text(
                f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{n}\r\nFN:Person {n}\r\nN:{n};Person;;;\r\n"
                f"EMAIL:person{n}@example.com\r\nEND:VCARD\r\n"
            )
        config.write_text(f"[addressbooks]\n[[people]]\npath = {data / 'cards'}\n")
        (data / MADE).touch()
    argv = (str(program), "-c", str(config), "list")
    return Job(f"`khard list`, {items:,} contacts", argv, environ)


def version_of(job: Job) -> str:
    """Return what a program says its version is."""
    said = subprocess.run(
        [job.argv[0], "--version"],
        env=dict(job.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.split()[-1]


def _is_new(folder: Path) -> bool:
    """Tell whether something is still to be made; what was left half made is taken away."""
    if (folder / MADE).exists():
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _installed(folder: Path, name: str) -> Path:
    """Return where a program's commands lie, in a virtual environment of its own."""
    home = folder / name
    if _is_new(home):
        _run([sys.executable, "-m", "venv", str(home)], os.environ)
        _run([str(home / "bin" / "pip"), "install", "--quiet", name], os.environ)
        (home / MADE).touch()
    return home / "bin"


def _run(argv: list[str], environ: os._Environ[str] | dict[str, str]) -> None:
    subprocess.run(
        argv, env=dict(environ), stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
