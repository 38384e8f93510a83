"""Remarks: what is worth knowing just now about the people of a command; they stop nothing."""

from __future__ import annotations

from reflog.domain import facts
from reflog.domain.contacts import ME, Known, New
from reflog.domain.days import day_with_weekday, days_ago
from reflog.domain.entries import Person
from reflog.domain.facts import Remark, Standing
from reflog.reports import sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from reflog.domain.matching import Match
    from reflog.storage import Reader


def waiting(reader: Reader, contact_id: int, today: date, days: int) -> tuple[int, int | None]:
    """Return how many introductions of mine a provider has left for so long, and the first."""
    ((count, first),) = reader.rows(
        """SELECT count(*), min(number) FROM introduction INDEXED BY introduction_provider
        WHERE provider_id = ? AND introducer_id = ? AND stage = 'introduced' AND stage_on < ?""",
        (contact_id, ME, days_ago(today, days)),
    )
    return count, first


class Remarks:
    """Finds what is worth remarking, on one snapshot of the ledger."""

    def __init__(self, reader: Reader, today: date, intervals: Mapping[str, int]) -> None:
        self._reader = reader
        self._today = today
        self._intervals = intervals

    def on_introduction(
        self,
        introducer: Known | New,
        provider: Known | New,
        prospect: Known | New,
        *,
        is_offered: bool,
    ) -> list[Remark]:
        """Return what to know of both sides before an introduction is recorded.

        `is_offered`: it is said what the provider offers.
        """
        keys = [one.id for one in (provider, prospect) if one.id is not None]
        people, standings = self._people(keys), self._standings(keys)
        found = [
            self._trusted_no_more(people[key], standings[key])
            for trust in ("out", "doubt")
            for key in keys
            if key != ME and standings[key].trust == trust
        ]
        if provider.id == ME:
            return [*found, *self._pass_on(standings[ME])]
        if provider.id is None:
            return found
        who = people[provider.id]
        found += self._full(who, standings[who.id])
        if introducer.id == ME:
            found += self._declined(who)
            found += self.waiting(who.id)
            found += self.pay_back(who.id)
        if not is_offered and prospect.id != ME:
            found += self._say(who, prospect.name)
        return found

    def waiting(self, contact_id: int) -> list[Remark]:
        """Return how many introductions of mine a person has not taken up for long."""
        count, first = waiting(self._reader, contact_id, self._today, self._intervals["outcome"])
        if not count:
            return []
        person = self._person(contact_id)
        what = "an introduction" if count == 1 else f"{count} introductions"
        text = f"{person.name} has not been in touch yet about {what} of yours."
        return [_of(person, "waiting", first, text)]

    def pay_back(self, contact_id: int) -> list[Remark]:
        """Return the pay-backs that are open with a person: was this it?"""
        person = self._person(contact_id)
        rows = self._reader.rows(
            "SELECT number FROM follow_up INDEXED BY follow_up_owed WHERE contact_id = ? "
            "AND status = 'open' AND purpose = 'pay-back' ORDER BY due_on, number",
            (contact_id,),
        )
        text = f"You owe {person.name} a pay-back: was this it? reflog done"
        return [_of(person, "pay-back", number, f"{text} {number}") for (number,) in rows]

    def best_for(
        self, need: str, number: int, needed_by: int, but: Collection[int] = ()
    ) -> list[Remark]:
        """Return the best matches for a need, or that there is nobody; `number` tells it."""
        found = self._able(need, needed_by, but)
        needer = self._person(needed_by)
        if not found:
            text = f"You know nobody yet who can help {needer.name} with that: {need}"
            return [Remark(code="nobody", id=number, text=text)]
        return [
            Remark(
                code="match",
                contact=one.contact,
                id=number,
                text=f"{one.contact_name} may be able to help ({', '.join(one.reasons)}): "
                f"reflog intro {one.contact} {needer.handle}",
            )
            for one in found
        ]

    def may_help(self, need: str, needed_by: int) -> list[str]:
        """Return the names of the best matches for a need."""
        return [one.contact_name for one in self._able(need, needed_by)]

    def _able(self, need: str, needed_by: int, but: Collection[int] = ()) -> list[Match]:
        """Return the best matches for a need who can help now."""
        from reflog.reports.matches import Matcher

        matcher = Matcher(self._reader, self._today, self._intervals)
        found = matcher.matches(need, limit=facts.FEW, needed_by=needed_by, but=but)
        return [one for one in found.matches if one.is_able]

    def instead(self, number: int) -> list[Remark]:
        """Return who else could serve a need, where an introduction was declined or went badly."""
        row = self._reader.row(
            "SELECT need, provider_id, prospect_id FROM introduction WHERE number = ? "
            "AND stage IN ('declined', 'bad') AND passed_id IS NULL AND need IS NOT NULL "
            "AND prospect_id <> ? AND ? IN (introducer_id, provider_id)",
            (number, ME, ME),
        )
        if row is None:
            return []
        return self.best_for(row["need"], number, row["prospect_id"], {row["provider_id"]})

    def needs(self, people: Sequence[int]) -> list[Remark]:
        """Return the finds of others that these people may serve, by what they do."""
        finds = self._reader.rows(
            """SELECT u.number, u.what, u.contact_id, c.handle, c.name
            FROM follow_up AS u INDEXED BY follow_up_due JOIN contact AS c ON c.id = u.contact_id
            WHERE u.status = 'open' AND u.due_on > '' AND u.purpose = 'find'
            ORDER BY u.due_on, u.number"""
        )
        if not finds:
            return []
        from reflog.domain import matching

        others = [one for one in people if one != ME]
        trusts = sheets.trust_in(self._reader, others)
        named = self._people(one for one in others if trusts[one].trust not in {"out", "doubt"})
        texts = {person: self._work(person) for person in named}
        return [
            Remark(
                code="need",
                contact=find["handle"],
                id=find["number"],
                text=f"{find['name']} needs {find['what']}. Could {person.name} help? "
                f"reflog intro {person.handle} {find['handle']}",
            )
            for person in named.values()
            for find in finds
            if find["contact_id"] != person.id
            and matching.are_alike(texts[person.id], [find["what"]])
        ]

    def _work(self, contact_id: int) -> list[str | None]:
        """Return what tells what a person does."""
        sql = "SELECT profession, company FROM contact WHERE id = ?"
        ((profession, company),) = self._reader.rows(sql, (contact_id,))
        rows = self._reader.rows(
            "SELECT tag AS text FROM contact_tag WHERE contact_id = :contact UNION ALL "
            "SELECT text FROM note INDEXED BY note_fact WHERE contact_id = :contact "
            "AND topic IN ('does', 'say')",
            {"contact": contact_id},
        )
        return [profession, company, *(one["text"] for one in rows)]

    def unknown(self, contact_id: int) -> list[Remark]:
        """Return what should be known of a person, and is not."""
        sheet = sheets.sheet(self._reader, contact_id, self._today, self._intervals["stale"])
        asked = sheet.learn[: facts.FEW]
        if not asked:
            return []
        person = self._person(contact_id)
        profession = self._work(contact_id)[0]
        questions = " ".join(facts.question(topic, person.name, profession) for topic in asked)
        answer = asked[0] if asked[0] in facts.ALONE else f"{asked[0]} TEXT"
        text = f"{questions} reflog know {person.handle} {answer}"
        return [_of(person, "unknown", None, text)]

    def _trusted_no_more(self, person: Person, standing: Standing) -> Remark:
        day = day_with_weekday(standing.trust_on) if standing.trust_on else ""
        if standing.trust == "out":
            said = f"{person.name} left your network on {day}" if day else ""
            said = said or f"{person.name} has left your network"
        else:
            you = f"Since {day} you" if day else "You"
            said = f"{you} don't trust {person.name} for now"
        why = f": {standing.trust_why}" if standing.trust_why else "."
        return _of(person, str(standing.trust), standing.trust_id, f"{said}{why}")

    def _full(self, person: Person, standing: Standing) -> list[Remark]:
        if standing.room != "full":
            return []
        until = f" until {day_with_weekday(standing.room_until)}" if standing.room_until else ""
        why = f": {standing.room_why}" if standing.room_why else "."
        text = f"{person.name} has no room for more work{until}{why}"
        return [_of(person, "full", standing.room_id, text)]

    def _declined(self, person: Person) -> list[Remark]:
        rows = self._reader.rows(
            """SELECT number, why FROM introduction INDEXED BY introduction_provider
            WHERE provider_id = ? AND introducer_id = ? AND stage = 'declined' AND stage_on >= ?
            ORDER BY stage_on DESC, number DESC""",
            (person.id, ME, days_ago(self._today, self._intervals["stale"])),
        )
        if not rows:
            return []
        number, last = rows[0]
        count = "one introduction" if len(rows) == 1 else f"{len(rows)} introductions"
        why = f", the last: {last}" if last else "."
        text = f"{person.name} has declined {count} of yours lately{why}"
        return [_of(person, "declined", number, text)]

    def _say(self, person: Person, prospect: str) -> list[Remark]:
        rows = self._reader.rows(
            "SELECT number, text FROM note INDEXED BY note_fact WHERE contact_id = ? "
            "AND topic = 'say' ORDER BY noted_on DESC, number DESC LIMIT 1",
            (person.id,),
        )
        text = f"To tell {prospect} about {person.name}"
        return [_of(person, "say", number, f"{text}: {said}") for number, said in rows]

    def _pass_on(self, mine: Standing) -> list[Remark]:
        """Return who could take what I have no room for: a friendly competitor."""
        if mine.room != "full":
            return []
        rows = self._reader.rows(
            "SELECT id, handle, name FROM contact WHERE role = 'competitor' ORDER BY folded, handle"
        )
        standings = self._standings([row["id"] for row in rows])
        able = [Person.from_row(row) for row in rows if standings[row["id"]].not_now is None]
        able.sort(key=lambda one: standings[one.id].trust != "trusted")
        if not able:
            text = "You have no room for more work, and know no competitor who has."
            return [Remark(code="pass-on", id=mine.room_id, text=text)]
        names = " or ".join(one.name for one in able[: facts.FEW])
        text = f"You have no room for more work; {names} could take it: "
        text += f"reflog mark N declined --passed-to {able[0].handle}"
        return [_of(able[0], "pass-on", mine.room_id, text)]

    def _standings(self, people: Collection[int]) -> dict[int, Standing]:
        return sheets.standings(self._reader, people, self._today, self._intervals["stale"])

    def _person(self, contact_id: int) -> Person:
        return self._people([contact_id])[contact_id]

    def _people(self, keys: Iterable[int]) -> dict[int, Person]:
        sql = "SELECT id, handle, name FROM contact WHERE id = ?"
        rows = [row for key in keys for row in self._reader.rows(sql, (key,))]
        return {row["id"]: Person.from_row(row) for row in rows}


def _of(person: Person, code: str, number: int | None, text: str) -> Remark:
    """Return a remark on a person, with the entry that says so."""
    return Remark(code=code, contact=person.handle, id=number, text=text)
