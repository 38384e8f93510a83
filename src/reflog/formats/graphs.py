"""The network for programs that draw graphs: DOT, GraphML, GEXF and Mermaid.

Every introduction but leads is an edge, from whoever made it to whom it brought; the nodes are
those at its ends. Any name comes through whole, but for what the format cannot hold.
"""

from __future__ import annotations

from html import escape

from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reflog.domain.pictures import Edge, Network, Node

    Nodes = Mapping[int, Node]

FORMATS = ("dot", "graphml", "gexf", "mmd")
"""The formats, by the ending of a file."""

MOST_EDGES = 500
MOST_CHARACTERS = 50_000
"""What Mermaid draws; it refuses more, and so does reflog."""

ATTRIBUTES = {"number": "int", "on": "string", "stage": "string", "direction": "string"}
"""What is said of an introduction, and what GraphML calls its type."""


def text_of(network: Network, form: str) -> str:
    """Return the network in a graph format.

    Args:
        form: the ending of its files: dot, graphml, gexf or mmd.

    Raises:
        UsageError: it is too large for Mermaid.
    """
    ends = {at for edge in network.edges for at in (edge.from_at, edge.to_at)}
    nodes = {at: network.people[at] for at in sorted(ends)}
    makers = {"dot": _dot, "graphml": _graphml, "gexf": _gexf, "mmd": _mermaid}
    text = "".join(f"{line}\n" for line in makers[form](nodes, network.edges))
    if form == "mmd":
        edges = len(network.edges)
        if edges > MOST_EDGES:
            message = f"Mermaid draws {MOST_EDGES} introductions at most, and these are {edges:,}."
            raise UsageError(message, hint=_OTHERWISE)
        if len(text) > MOST_CHARACTERS:
            message = f"Mermaid reads {MOST_CHARACTERS:,} characters at most; this needs more."
            raise UsageError(message, hint=_OTHERWISE)
    return text


_OTHERWISE = "reflog picture network -o network.svg draws it whole"


def _dot(nodes: Nodes, edges: Sequence[Edge]) -> Iterator[str]:
    yield "digraph referrals {"
    yield "  rankdir=LR;"
    yield "  node [shape=box, style=rounded];"
    for node in nodes.values():
        yield f"  {_quoted(node.contact)} [label={_quoted(node.name)}];"
    for edge in edges:
        said = ", ".join(f"{key}={_quoted(value)}" for key, value in _attributes(edge).items())
        ends = f"{_quoted(nodes[edge.from_at].contact)} -> {_quoted(nodes[edge.to_at].contact)}"
        yield f"  {ends} [label={_quoted(f'#{edge.number}')}, {said}];"
    yield "}"


def _graphml(nodes: Nodes, edges: Sequence[Edge]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>'
    for key, kind in ATTRIBUTES.items():
        yield f'<key id="{key}" for="edge" attr.name="{key}" attr.type="{kind}"/>'
    yield '<graph edgedefault="directed">'
    for node in nodes.values():
        label = f'<data key="label">{_xml_text(node.name)}</data>'
        yield f"<node id={_xml(node.contact)}>{label}</node>"
    for edge in edges:
        said = "".join(
            f'<data key="{key}">{_xml_text(value)}</data>'
            for key, value in _attributes(edge).items()
        )
        ends = _xml_ends(nodes, edge)
        yield f'<edge id="i{edge.number}" {ends}>{said}</edge>'
    yield "</graph></graphml>"


def _gexf(nodes: Nodes, edges: Sequence[Edge]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">'
    yield '<attributes class="edge">'
    for key, kind in ATTRIBUTES.items():
        yield f'<attribute id="{key}" title="{key}" type="{"integer" if kind == "int" else kind}"/>'
    yield "</attributes><nodes>"
    for node in nodes.values():
        yield f"<node id={_xml(node.contact)} label={_xml(node.name)}/>"
    yield "</nodes><edges>"
    for edge in edges:
        said = "".join(
            f'<attvalue for="{key}" value={_xml(value)}/>'
            for key, value in _attributes(edge).items()
        )
        ends = _xml_ends(nodes, edge)
        start = f'start="{edge.on}"'
        yield f'<edge id="{edge.number}" {ends} {start}><attvalues>{said}</attvalues></edge>'
    yield "</edges></graph></gexf>"


def _mermaid(nodes: Nodes, edges: Sequence[Edge]) -> Iterator[str]:
    """Yield a flow chart; keys are numbers, since some words are Mermaid's own."""
    yield "flowchart LR"
    for at, node in nodes.items():
        yield f"  n{at}[{_mermaid_text(node.name)}]"
    for edge in edges:
        yield f"  n{edge.from_at} -->|{edge.number} {edge.stage}| n{edge.to_at}"


def _attributes(edge: Edge) -> dict[str, str]:
    values = (str(edge.number), edge.on, edge.stage, edge.direction)
    return dict(zip(ATTRIBUTES, values, strict=True))


def _printable(text: str) -> str:
    """Return a text without what XML cannot hold, on one line."""
    return "".join(
        " " if one < " " or one in "\x7f\ufffe\uffff" or "\ud800" <= one <= "\udfff" else one
        for one in text
    )


def _quoted(text: str) -> str:
    escaped = _printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _xml_ends(nodes: Nodes, edge: Edge) -> str:
    source, target = nodes[edge.from_at].contact, nodes[edge.to_at].contact
    return f"source={_xml(source)} target={_xml(target)}"


def _xml(text: str) -> str:
    quoted = _xml_text(text).replace('"', "&quot;")
    return f'"{quoted}"'


def _xml_text(text: str) -> str:
    return escape(_printable(text), quote=False)


def _mermaid_text(text: str) -> str:
    """Return a label: what is a sign to Mermaid or to HTML stands as the number of a character."""
    safe = (
        one if one.isalnum() or one in " .,-'" or one > "\x7f" else f"#{ord(one)};"
        for one in _printable(text)
    )
    return f'"{"".join(safe)}"'
