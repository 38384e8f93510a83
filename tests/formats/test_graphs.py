from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from networks import HOSTILE, SECRETS, grown, hostile, pictured
from reflog.domain import pictures as shown
from reflog.domain.contacts import ME
from reflog.errors import UsageError
from reflog.formats import graphs

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from books import Book
    from reflog.domain.pictures import Network

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"


@pytest.fixture(scope="module")
def harmful(new_book: Callable[[], Book]) -> Network:
    book = new_book()
    hostile(book)
    found = pictured(book).network
    assert found is not None
    return found


@pytest.fixture
def small(book: Book) -> Network:
    """Fred by me and won, Gina by Fred to me, Fred's own custom; and one who is in none of it."""
    fred, gina, ben, _nobody = book.people("Fred", "Gina", "Ben", "Nobody")
    won = book.introduction(ME, ben, fred, on="2026-10-01")
    book.comes_to(won, "won", "2026-10-04")
    book.introduction(fred, ME, gina, on="2026-10-02")
    book.introduction(fred, ME, fred, on="2026-10-03")
    found = pictured(book).network
    assert found is not None
    return found


def xml(text: str) -> Element:
    return ET.fromstring(text)  # noqa: S314 - our own


def test_every_introduction_is_an_edge_with_what_is_said_of_it(small: Network) -> None:
    root = xml(graphs.text_of(small, "graphml"))
    assert [one.get("id") for one in root.iter(f"{GRAPHML}node")] == ["me", "fred", "gina"]
    edges = [
        (one.get("source"), one.get("target"), *(data.text for data in one))
        for one in root.iter(f"{GRAPHML}edge")
    ]
    numbers = [str(one.number) for one in small.edges]
    assert edges == [
        ("me", "fred", numbers[0], "2026-10-01", "won", "given"),
        ("fred", "gina", numbers[1], "2026-10-02", "introduced", "received"),
        ("fred", "fred", numbers[2], "2026-10-03", "introduced", "received"),
    ]
    keys = [one.get("attr.name") for one in root.iter(f"{GRAPHML}key") if one.get("for") == "edge"]
    assert keys == ["number", "on", "stage", "direction"]


def test_gexf_begins_each_introduction_on_its_day(small: Network) -> None:
    root = xml(graphs.text_of(small, "gexf"))
    assert root.get("version") == "1.3"
    edges = list(root.iter(f"{GEXF}edge"))
    assert [one.get("start") for one in edges] == ["2026-10-01", "2026-10-02", "2026-10-03"]
    values = {one.get("for"): one.get("value") for one in edges[0].iter(f"{GEXF}attvalue")}
    assert values == {
        "number": str(small.edges[0].number),
        "on": "2026-10-01",
        "stage": "won",
        "direction": "given",
    }


def test_dot_says_the_same(small: Network) -> None:
    number = small.edges[0].number
    text = graphs.text_of(small, "dot")
    assert '  "fred" [label="Fred"];\n' in text
    assert (
        f'  "me" -> "fred" [label="#{number}", number="{number}", on="2026-10-01", '
        'stage="won", direction="given"];\n' in text
    )


def test_mermaid_has_numbers_for_people(small: Network) -> None:
    first, second, third = (one.number for one in small.edges)
    assert graphs.text_of(small, "mmd") == (
        'flowchart LR\n  n0["me"]\n  n1["Fred"]\n  n2["Gina"]\n'
        f"  n0 -->|{first} won| n1\n  n1 -->|{second} introduced| n2\n"
        f"  n1 -->|{third} introduced| n1\n"
    )


@pytest.mark.parametrize("form", graphs.FORMATS)
def test_names_that_mean_harm_leave_a_file_well_formed(harmful: Network, form: str) -> None:
    text = graphs.text_of(harmful, form)
    assert text.isprintable() or not set(text) & set("\x00\x1b\x7f\ufffe")
    assert not [one for one in SECRETS if one in text]
    lines = len(text.splitlines()) if form != "mmd" else text.count("\n")
    count = len(harmful.people)
    if form in {"graphml", "gexf"}:
        space = GRAPHML if form == "graphml" else GEXF
        nodes = list(xml(text).iter(f"{space}node"))
        assert len(nodes) == count
        names = [one.get("label") or "".join(one.itertext()) for one in nodes]
        assert set(HOSTILE[:10]) <= set(names)
    elif form == "dot":
        assert lines
        # Outside of quotes stands nothing but the language itself.
        bare = re.sub(r'"(?:\\.|[^"\\])*"', "Q", text, flags=re.DOTALL)
        assert set(re.findall(r"\w+", bare)) == {
            *("digraph", "referrals", "rankdir", "LR", "node", "shape", "box", "style", "rounded"),
            *("Q", "label", "number", "on", "stage", "direction"),
        }
    else:
        labels = re.findall(r'^  n\d+\["([^"\n]*)"\]$', text, re.MULTILINE)
        assert len(labels) == count
        assert lines == 1 + count + len(harmful.edges)
        assert not [one for one in labels if set(one) & set("<>&[]{}()|`")]


@pytest.mark.skipif(shutil.which("dot") is None, reason="there is no graphviz")
def test_graphviz_reads_it(harmful: Network) -> None:
    text = graphs.text_of(harmful, "dot")
    ended = subprocess.run(["dot", "-Tplain"], input=text.encode(), capture_output=True, check=True)
    assert ended.stdout.count(b"\nnode ") == len(harmful.people)


def test_mermaid_is_refused_what_it_does_not_draw(book: Book) -> None:
    grown(book, 501)
    found = pictured(book).network
    assert found is not None
    with pytest.raises(UsageError, match="500 introductions at most, and these are 501"):
        graphs.text_of(found, "mmd")


def test_mermaid_is_refused_more_than_it_reads(book: Book) -> None:
    fred, ben = book.people("Fred", "Ben")
    with book.writing():
        for at in range(300):
            book.introduction(fred, ben, book.person(f"{'long ' * 38}{at}", f"long-{at}"))
    found = pictured(book).network
    assert found is not None
    with pytest.raises(UsageError, match="50,000 characters"):
        graphs.text_of(found, "mmd")


def test_without_names_no_handle_tells_either(book: Book) -> None:
    fred, sally = book.people("Fred Moss", "Sally Ng")
    book.introduction(fred, ME, sally)
    found = shown.without_names(pictured(book)).network
    assert found is not None
    for form in graphs.FORMATS:
        text = graphs.text_of(found, form).lower()
        assert "fred" not in text
        assert "sally" not in text
        assert "f. m." in text


@pytest.mark.parametrize("form", graphs.FORMATS)
def test_an_empty_network_is_a_file_too(book: Book, form: str) -> None:
    book.person("Fred")
    found = pictured(book).network
    assert found is not None
    text = graphs.text_of(found, form)
    assert "Fred" not in text
    assert text.endswith("\n")
