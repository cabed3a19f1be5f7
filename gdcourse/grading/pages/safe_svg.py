"""How much a browser has to draw for an SVG, and whether that can be told: few lines can name each other without end.

In an ``<img>`` no script of it runs and nothing is loaded; what remains is a drawing of 10⁸ shapes in two kilobytes.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

_COUNTED = frozenset(
    """a circle clipPath defs desc ellipse g image line linearGradient marker metadata path pattern polygon polyline
    radialGradient rect stop style svg switch symbol text textPath title tspan use""".split()  # noqa: SIM905
)
"""What drawings of matplotlib, Graphviz and others consist of. What repeats, filters or moves is not among them."""
_NOT_DRAWN = frozenset({"metadata", "desc", "title"})
_NAMED = re.compile(r"""url\(\s*["']?#([^"')\s]+)""")


def shapes(source: str) -> int:
    """How many elements are drawn, each as often as it is used.

    Raises:
        ValueError: where that cannot be told, or it is no SVG.
    """
    try:
        root = fromstring(source, forbid_entities=True)
    except Exception as error:
        # Of expat and defusedxml, a dozen kinds.
        raise ValueError(f"no SVG: {type(error).__name__}") from None
    named: dict[str, list[Element]] = {}
    for element in root.iter():
        if name := element.get("id"):
            named.setdefault(name, []).append(element)
    return _drawn(root, named, {}, frozenset())


def _drawn(element: Element, named: dict[str, list[Element]], known: dict[int, int], above: frozenset[int]) -> int:
    if id(element) in known:
        return known[id(element)]
    if id(element) in above or len(above) > 200:
        raise ValueError("names itself")
    kind = _local(element.tag)
    if kind in _NOT_DRAWN:
        return 0
    if kind not in _COUNTED:
        raise ValueError(f"an element {kind[:40]}")
    if kind == "style" and "url" in (element.text or "").lower():
        raise ValueError("a style that names others")
    below, drawn = above | {id(element)}, 1
    for child in element:
        drawn += _drawn(child, named, known, below)
    for name, value in element.items():
        meant = _NAMED.findall(value)
        if _local(name) == "href":
            if value.startswith("#"):
                meant = [value[1:]]
            elif re.match(r"\s*data:", value) and not re.match(r"\s*data:image/(png|jpeg|gif);", value):
                raise ValueError("a document of its own")
        # A marker stands at every corner of a line.
        times = len(element.get("d") or element.get("points") or "x") if name.startswith(("marker", "style")) else 1
        drawn += times * sum(_drawn(one, named, known, below) for other in meant for one in named.get(other, ()))
    known[id(element)] = drawn
    return drawn


def _local(name: object) -> str:
    """A name without its namespace; a comment or an instruction is no element."""
    return name.rpartition("}")[2] if isinstance(name, str) else "desc"
