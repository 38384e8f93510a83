"""Writing a calendar (RFC 5545): what I owe whom, as days with an alarm or as to-dos.

The same items give the same bytes, whenever they are written: a calendar that is subscribed
to the file sees a change where there is one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from reflog.domain import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icalendar import Component

PRODUCT = "-//reflog//reflog//EN"
NAME = "reflog"
ALARM = timedelta(hours=9)
"""Into the day: nine in the morning, wherever the calendar is read."""

REFRESH = timedelta(hours=1)
_END = b"END:VCALENDAR\r\n"


class Item(Record):
    """An event or to-do of the calendar.

    Attributes:
        uid: its identity, the same in every export.
        on: the day, ISO.
        summary: what is to be done.
        description: how and why, in lines.
        category: the purpose of the follow-up.
        stamp: when it was last changed, a UTC instant.
        created: when it was recorded, a UTC instant.
        revision: how often it was changed.
    """

    uid: str
    on: str
    summary: str
    description: str
    category: str
    stamp: str
    created: str
    revision: int


def text(items: Iterable[Item], *, as_todos: bool = False) -> Iterator[str]:
    """Yield a calendar piece by piece: the head, every item, the end."""
    from icalendar import Calendar

    calendar = Calendar()
    for name, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("name", NAME),
        ("x-wr-calname", NAME),
    ):
        calendar.add(name, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    yield calendar.to_ical().removesuffix(_END).decode()
    for item in items:
        yield (_todo(item) if as_todos else _event(item)).to_ical().decode()
    yield _END.decode()


def _event(item: Item) -> Component:
    from icalendar import Event

    event = _filled(Event(), item)
    day = date.fromisoformat(item.on)
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(item))
    return event


def _todo(item: Item) -> Component:
    from icalendar import Todo

    todo = _filled(Todo(), item)
    todo.add("due", date.fromisoformat(item.on))
    todo.add("status", "NEEDS-ACTION")
    todo.add_component(_alarm(item, {"RELATED": "END"}))
    return todo


def _filled(component: Component, item: Item) -> Component:
    for name, value in (
        ("uid", item.uid),
        ("summary", item.summary),
        ("dtstamp", _instant(item.stamp)),
        ("last-modified", _instant(item.stamp)),
        ("created", _instant(item.created)),
        ("sequence", item.revision),
        ("categories", [item.category]),
        ("class", "PRIVATE"),
    ):
        component.add(name, value)
    if item.description:
        component.add("description", item.description)
    return component


def _alarm(item: Item, parameters: dict[str, str] | None = None) -> Component:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", item.summary)
    alarm.add("trigger", ALARM, parameters=parameters or {})
    return alarm


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(microsecond=0)
