"""How long a large address book takes to be read, and how much room."""

from __future__ import annotations

import subprocess
import sys

import pytest

from vcards import crlf

CARD = """BEGIN:VCARD
VERSION:3.0
N:Berg{number};Ann;;;
FN:Ann Berg{number}
ORG:Example Ltd;Sales
TITLE:Architect
EMAIL;TYPE=INTERNET;TYPE=HOME:ann{number}@example.com
TEL;TYPE=CELL:+1 555 0101
ADR;TYPE=WORK:;;1 Main St;Springfield;IL;12345;USA
NOTE:Met at the fair\\, likes tea
X-ABUID:{number}:ABPerson
END:VCARD
"""

MEASURE = """
import sys, time
from pathlib import Path
from reflog.formats.vcard import read as vcard
data = Path(sys.argv[1]).read_bytes()
begun = time.process_time()
reading = vcard.read(data)
print(time.process_time() - begun, len(reading.cards), len(data))
status = Path("/proc/self/status")  # getrusage counts what the process before it held
lines = status.read_text().splitlines() if status.exists() else []
print(next((line.split()[1] for line in lines if line.startswith("VmHWM")), 0))
"""


@pytest.mark.slow
def test_a_hundred_thousand_cards_are_read_in_ten_seconds(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("book") / "all.vcf"
    file.write_bytes(crlf("".join(CARD.replace("{number}", str(n)) for n in range(100_000))))
    ended = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], capture_output=True, text=True, check=True
    )
    measured, memory = ended.stdout.splitlines()
    seconds, count, size = measured.split()
    print(f"100,000 cards, {int(size) / 1e6:.0f} MB: {float(seconds):.1f} s, {memory} KB")  # noqa: T201
    assert count == "100000"
    assert float(seconds) < 10
    if sys.platform == "linux":
        assert int(memory) < 256 * 1024
