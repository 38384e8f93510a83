"""Settings: config."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.domain import settings as known_settings
from reflog.domain.contacts import ME, Known
from reflog.render import objects
from reflog.render.pages import settings as pages
from reflog.reports import contacts
from reflog.reports import settings as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


def config(env: Environment, words: options.Words = None) -> None:
    """Show or change settings.

    reflog config, reflog config currency, reflog config currency EUR; "" resets.
    """
    typed = list(words or ())
    key = known_settings.require_key(typed[0]) if typed else None
    if key is not None and len(typed) > 1:
        _set(env, key, arguments.joined(typed[1:]))
        return
    found = reports.settings(env.reader, env.usual_currency)
    if key is None:
        env.answer(lambda: pages.settings_page(found), lambda: [one.as_dict() for one in found])
        return
    one = next(setting for setting in found if setting.key == key)
    env.answer(lambda: pages.setting_page(one), one.as_dict)


def _set(env: Environment, key: str, text: str) -> None:
    from reflog.cli.answers import namesakes, read_again
    from reflog.services import settings as services

    value = known_settings.check_value(key, text) if text.strip() else None
    with env.writing("config") as ledger:
        services.set_value(ledger, key, value)
    one = next(
        setting
        for setting in reports.settings(env.reader, env.usual_currency)
        if setting.key == key
    )
    me = contacts.contacts(env.reader, ledger.written.changed_contacts)
    named = [value] if key == "name" and value is not None else []
    remarks = namesakes(env, Known(id=ME, name="", handle="me"), named)
    env.answer(
        lambda: [*pages.setting_page(one), *read_again(ledger.written, [ME])],
        lambda: {**objects.written(changed_contacts=me), **one.as_dict()},
    )
    env.note(*remarks)
