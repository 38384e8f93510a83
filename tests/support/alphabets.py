"""What properties draw texts from."""

from __future__ import annotations

from hypothesis import strategies as st

ANY = st.characters(exclude_categories=["Cs"])
"""Whatever UTF-8 can write. The alphabet of `st.text()` is the same, but takes a second to make."""
