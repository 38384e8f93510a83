"""One page for each kind of answer."""
