"""Mail for other programs: a file to be opened as a draft, and links.

Nothing here sends anything. The file is written by hand, since the standard library's mail
package loads the network's modules; the tests read it back with that package.
"""

from __future__ import annotations

from base64 import b64encode, encodebytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_LINK = 1_800
"""Characters of a mailto link; some mail programs do nothing at all, silently, beyond 2,000."""

_LONGEST_LINE = 998  # octets of a line that is sent as it is
_FOLDED = 76  # characters of a line of a header
_ENCODED = 39  # octets in an encoded word: with `Subject: ` before it the line stays below 76
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_ATOM = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/^_`{|}~ "
)


def eml(to: Sequence[tuple[str, str]], subject: str, text: str) -> bytes:
    """Return an unsent mail that a mail program opens as a draft.

    From, Date and Message-ID are left to that program.

    Args:
        to: names and addresses.
        subject: one line.
        text: plain text.

    Raises:
        ValueError: a header would have a line break.
    """
    recipients = ",\r\n ".join(f"{_phrase(name)} <{_whole(address)}>" for name, address in to)
    content = ("\r\n".join(text.split("\n")) + "\r\n").encode()
    is_short = all(len(line) <= _LONGEST_LINE for line in content.split(b"\r\n"))
    if not is_short or b"\0" in content or b"\r" in content.replace(b"\r\n", b""):
        encoding, content = "base64", encodebytes(content).replace(b"\n", b"\r\n")
    else:
        encoding = "8bit"
    head = [
        "X-Unsent: 1",
        f"To: {recipients}",
        f"Subject: {_unstructured(subject)}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + content


def _phrase(name: str) -> str:
    """Return a display name as a header has it, so that it is read back as it was."""
    is_plain = name.isascii() and name.isprintable() and "=?" not in name
    if not is_plain:
        return _encoded(name)
    if _ATOM.issuperset(name) and " ".join(name.split()) == name:
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unstructured(text: str) -> str:
    is_plain = text.isascii() and text.isprintable() and "=?" not in text
    is_plain = (
        is_plain and len(text) + len("Subject: ") <= _FOLDED and " ".join(text.split()) == text
    )
    return text if is_plain else _encoded(text)


def _encoded(text: str) -> str:
    """Return a text as encoded words (RFC 2047), none of which ends within a character."""
    chunks = [""]
    for char in text:
        if len((chunks[-1] + char).encode()) > _ENCODED:
            chunks.append("")
        chunks[-1] += char
    return "\r\n ".join(f"=?utf-8?b?{b64encode(chunk.encode()).decode()}?=" for chunk in chunks)


def _whole(address: str) -> str:
    """Return an address, unless it would end its header or its brackets (ValueError)."""
    if not address.isprintable() or not frozenset("<> \t").isdisjoint(address):
        message = "the address cannot stand in a header"
        raise ValueError(message)
    return address


def mailto(to: Sequence[str], subject: str, text: str) -> str:
    """Return the link that opens a new mail in the mail program (RFC 6068)."""
    addresses = ",".join(_quoted(address, but=b"@") for address in to)
    return f"mailto:{addresses}?subject={_quoted(subject)}&body={_quoted(_lines(text))}"


def short_mailto(to: Sequence[str | None], subject: str | None, text: str) -> str | None:
    """Return that link if every mail program can open it: one address, a short text. Else None."""
    if len(to) != 1 or to[0] is None or subject is None:
        return None
    link = mailto([to[0]], subject, text)
    return link if len(link) <= LONGEST_LINK else None


def whatsapp(e164: str, text: str) -> str:
    """Return the link that opens a WhatsApp chat with the text typed in."""
    return f"https://wa.me/{e164.removeprefix('+')}?text={_quoted(text)}"


def sms(number: str, text: str) -> str:
    """Return the link that opens a text message, in the form both iPhones and Androids accept."""
    digits = "".join(char for char in number if char.isdecimal() or char == "+")
    return f"sms:{digits}?&body={_quoted(text)}"


def _lines(text: str) -> str:
    return "\r\n".join(text.split("\n"))


def _quoted(text: str, but: bytes = b"") -> str:
    """Return a text percent-encoded, spaces as %20."""
    kept = _UNRESERVED | frozenset(but)
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in text.encode())
