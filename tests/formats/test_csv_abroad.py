"""Outlook and Thunderbird in six other languages: their tables come in as the English ones do."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from abroad import ANN, OUTLOOK, OUTLOOK_ABROAD, THUNDERBIRD, THUNDERBIRD_ABROAD, ZOE
from reflog.formats import files
from reflog.formats.csv import read
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.cards.card import Card, Reading


def table(header: Sequence[str], row: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([header, row])
    return written.getvalue().encode()


def reading(header: Sequence[str], row: Sequence[str]) -> Reading:
    return read.read(table(header, row))


@each_row("language", OUTLOOK_ABROAD)
def test_outlook_abroad_is_outlook(language: str) -> None:
    english = reading(OUTLOOK, ANN)
    abroad = reading(OUTLOOK_ABROAD[language].split(","), ANN)
    assert abroad.source == "outlook"
    assert abroad.cards == english.cards
    card = abroad.cards[0]
    assert (card.name, card.profession, card.city) == ("Ann Berg", "Lawyer", "Bern")
    assert card.phones == ("+1 555 0101", "+1 555 0102", "+1 555 0103")
    assert card.emails == ("ann@example.com", "office@example.com")
    assert (card.tags, card.referred_by) == (("golf", "lawyers"), ("Fred Moss",))
    assert card.extras == (
        "BDAY:1970-01-31",
        "URL:https://ann.example.com",
        "ADR;TYPE=work:;;Main Street 1;Bern;;3011;",
    )
    assert abroad.remarks == ()


@each_row("language", THUNDERBIRD_ABROAD)
def test_thunderbird_abroad_is_thunderbird(language: str) -> None:
    english = reading(THUNDERBIRD, ZOE)
    abroad = reading(THUNDERBIRD_ABROAD[language].split(","), ZOE)
    assert abroad.source == "thunderbird"
    assert abroad.cards == english.cards
    card = abroad.cards[0]
    assert (card.name, card.company, card.city) == ("Zoë Lee", "Acme", "Thun")
    assert (card.aliases, card.note) == (("Zo",), "walks")
    assert card.phones == ("+1 555 0111", "+1 555 0112", "+1 555 0113")
    assert card.emails == ("zoe@example.com", "lee@example.com")
    assert abroad.remarks == ()


@each_row(
    ("header", "row", "name"),
    [
        ("Name;Telefon", "Ann Berg;+1 555 0101", "Ann Berg"),
        ("Vorname;Name;Telefon", "Ann;Berg;+1 555 0101", "Ann Berg"),
        ("Nom;Téléphone", "Ann Berg;+1 555 0101", "Ann Berg"),
        ("Prénom;Nom;Téléphone", "Ann;Berg;+1 555 0101", "Ann Berg"),
        ("Nombre;Teléfono", "Ann Berg;+1 555 0101", "Ann Berg"),
        ("Nombre;Apellidos;Teléfono", "Ann;Berg;+1 555 0101", "Ann Berg"),
        ("Nome;Telefone", "Ann Berg;+1 555 0101", "Ann Berg"),
        ("Nome;Sobrenome;Apelido;Celular", "Ann;Berg;Annie;+1 555 0101", "Ann Berg"),
        ("Naam;Telefoon", "Ann Berg;+1 555 0101", "Ann Berg"),
    ],
)
def test_a_list_of_ones_own_says_by_its_other_columns_what_a_name_is(
    header: str, row: str, name: str
) -> None:
    (card,) = read.read(f"{header}\n{row}\n".encode()).cards
    assert (card.name, card.phones) == (name, ("+1 555 0101",))


LISTS = {
    "German": "Vor- und Nachname;E-Mail geschäftlich;Mobil;Firmenname;Funktion;Gemeinde;Kommentar;"
    "Schlagworte;Geworben durch",
    "French": "Nom et prénom;Adresse électronique;N° de téléphone;Raison sociale;Poste;Commune;"
    "Commentaires;Étiquettes;Parrainé par",
    "Spanish": "Nombre y apellidos;Correo;Móvil;Razón social;Ocupación;Población;Comentarios;"
    "Etiquetas;Presentado por",
    "Italian": "Nome e cognome;Indirizzo email;Cellulare;Ragione sociale;Incarico;Comune;Commenti;"
    "Etichette;Consigliato da",
    "Dutch": "Voor- en achternaam;E-mail zakelijk;Mobiele nummer;Bedrijfsnaam;Functietitel;"
    "Gemeente;Opmerking;Trefwoorden;Aangebracht door",
    "Portuguese": "Nome e sobrenome;Correio eletrônico;Número de telefone;Razão social;Ocupação;"
    "Município;Comentários;Marcadores;Apresentado por",
}


@each_row("language", LISTS)
def test_a_list_headed_as_people_do_leaves_no_doubt(language: str) -> None:
    row = "Ann Berg;ann@example.com;+1 555 0101;Acme;Lawyer;Bern;hello;golf;Fred Moss"
    for encoding in ("utf-8", "cp1252", "utf-16"):
        (card,) = cards_in(f"{LISTS[language]}\n{row}\n", encoding)
        assert (card.name, card.emails, card.phones) == (
            "Ann Berg",
            ("ann@example.com",),
            ("+1 555 0101",),
        )
        assert (card.company, card.profession, card.city) == ("Acme", "Lawyer", "Bern")
        assert (card.note, card.tags, card.referred_by) == ("hello", ("golf",), ("Fred Moss",))
        assert card.extras == ()


def cards_in(text: str, encoding: str) -> tuple[Card, ...]:
    stdin = io.BytesIO(text.encode(encoding))
    (reading,) = files.readings(files.opened("-", stdin=stdin))
    return reading.cards
