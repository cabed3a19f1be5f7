"""What students wrote, as HTML that cannot act: Markdown, mathematics, HTML outputs, images.

Everything goes through one allow-list (ammonia, by way of nh3), which also drops ``id`` and ``class``, so that a page's
own script and style sheet do not meet them. Mathematics becomes MathML, which browsers show without any script.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Mapping
from html import escape

import nh3
from latex2mathml.converter import convert
from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from PIL import Image
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from gdcourse.grading.pages import safe_svg


def _words(text: str) -> set[str]:
    return set(text.split())


_TAGS = _words(
    """a abbr b bdi bdo blockquote br caption code col colgroup dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
    hr i img ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr u ul
    math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt mstyle msub
    msubsup msup mtable mtd mtext mtr munder munderover none"""
)
_GONE = _words(
    """audio button canvas embed form frame frameset iframe input link meta noembed noframes noscript object output
    plaintext portal script select style svg template textarea title video xmp"""
)
"""Tags that go with all that is in them; of any other unknown tag the text stays."""
_ATTRIBUTES = {
    "*": {"lang", "dir", "style"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "minsize", "maxsize", "accent"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "rowspacing", "columnspacing", "displaystyle"},
    "mtd": {"columnalign"},
    "menclose": {"notation"},
}
_STYLES = _words(
    """background-color border border-bottom border-collapse border-left border-radius border-right border-top color
    display font-family font-size font-style font-weight height margin margin-left margin-top max-width min-width
    opacity overflow-wrap padding table-layout text-align text-decoration vertical-align white-space width"""
)
_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_SHOWN_IMAGE = re.compile(r'<img\b[^>]*?\bsrc="(data:image/(?:png|jpeg|gif|webp);base64,[^"]*)"')
_SHOWS_SOMETHING = re.compile(r"(?:\A|>)\s*[^<\s]|<(?:img|hr|math)\b")
_LONGEST = 200_000
_LONGEST_FORMULA = 4_000
_LONGEST_LINK = 2_000
_MOST_HTML, _MOST_TAGS = 16 * 2**20, 20_000
_MOST_PIXELS = 40_000_000
# Markdown names a picture once and shows it any number of times.
_MOST_PICTURES = 16 * 2**20
_SHOWN_OF_TOO_MUCH = 20_000
_LEXER, _FORMATTER = PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)
_SHAPES = "data-shapes"


class TooLargeError(ValueError):
    """A text that grows into more than a page can hold, or a picture that a browser may not be able to draw."""


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        # An image on another host would tell that host who looks at the page, and when.
        return value if _IMAGE.fullmatch(value) and _pixels_of(value) <= _MOST_PIXELS else None
    if tag == "a" and name == "href":
        return value if re.match(r"(https?:|mailto:)", value, re.IGNORECASE) else None
    # A negative length moves a thing over others.
    if name == "style" and re.search(r"url|image|expression|\\|(?<![\w#])-[\d.]", value, re.IGNORECASE):
        return None
    return value


def safe(html: str) -> str:
    """HTML with nothing in it that acts, loads or hides the page: an allow-list of tags, attributes and styles.

    Raises:
        TooLargeError: where it is more than a page can hold, or grows into that: HTML's rules open formatting that was
            left open again in each paragraph.
    """
    _bounded(html)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_GONE,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties=_STYLES,
        link_rel="noopener noreferrer nofollow",
    )
    # A picture that nobody described is passed over by screen readers; one that was not allowed is gone.
    return _bounded(re.sub(r"<img(?![^>]*\balt=)", '<img alt=""', clean).replace('<img alt="">', ""))


def _bounded(html: str) -> str:
    if len(html) > _MOST_HTML or html.count("<") > _MOST_TAGS:
        raise TooLargeError
    return html


def plain(text: str) -> str:
    """Text as it stands, or the beginning of it."""
    return f"<pre>{escape(beginning(text))}</pre>"


def beginning(text: str) -> str:
    """Text, or as much of it as anybody reads."""
    return text if len(text) <= _SHOWN_OF_TOO_MUCH else f"{text[:_SHOWN_OF_TOO_MUCH]}…"


def kept_in_place(html: str) -> str:
    """HTML that is painted nowhere but where it stands: what overflows a box would cover its neighbours."""
    return f'<div style="contain:paint">{html}</div>'


class _Renderer(IPythonRenderer):
    """Markdown as in a notebook; mathematics as MathML."""

    room = _MOST_PICTURES

    def image(self, text: str, url: str, title: str | None = None) -> str:
        name = url.removeprefix("attachment:")
        picture = self.attachments.get(name) if name != url else url
        self.room -= len(max(picture.values(), key=len) if isinstance(picture, Mapping) else picture or "")
        if not picture or self.room < 0:
            return escape(text)  # a picture that is not there, or there too often, must not cost the page
        return super().image(text, url, title)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if len(url) + len(title or "") > _LONGEST_LINK:
            return text
        return super().link(text, url, title)

    def block_math(self, body: str) -> str:
        return mathematics(body, block=True)

    def inline_math(self, body: str) -> str:
        return mathematics(body)

    def latex_environment(self, name: str, body: str) -> str:
        return mathematics(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)


def mathematics(latex: str, block: bool = False) -> str:
    """LaTeX as MathML, or as code where it cannot be read."""
    # The converter copies the text of \text{…} as it is: no tag may get there.
    text = latex.strip().replace("<", r"\lt ").replace(">", r"\gt ")
    try:
        if len(text) > _LONGEST_FORMULA:
            raise ValueError("too long")
        return convert(text, display="block" if block else "inline")
    except Exception:
        # The converter raises whatever it stumbles over; its input is a student's, and any input has to be shown.
        return f"<code>{escape(latex)}</code>"


def latex(source: str) -> str:
    """A formula of its own, as safe HTML."""
    return safe(mathematics(source.strip().strip("$"), block=True))


def markdown(source: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Markdown, mathematics and HTML inside included, as safe HTML.

    What would show nothing is shown as it was written.

    Args:
        source: the Markdown.
        attachments: pictures that were pasted into the cell, as nbformat has them: name → kind → base64.

    Raises:
        TooLargeError: where it grows into more than a page can hold.
    """
    renderer = _Renderer(
        escape=False, exclude_anchor_links=True, allow_harmful_protocols=False, attachments=dict(attachments or {})
    )
    html = safe(MarkdownWithMath(renderer=renderer).render(source[:_LONGEST]))
    # A comment, a definition of a link or a script says nothing on a page; whoever marks is to see what was written.
    return html if _SHOWS_SOMETHING.search(html) or not source.strip() else plain(source)


def python(source: str) -> str:
    """Code with its colours; everything escaped by Pygments.

    Raises:
        TooLargeError: where it has more parts than a page can hold.
    """
    return _bounded(highlight(without_blank_runs(source[:_LONGEST]), _LEXER, _FORMATTER))


def printed(text: str) -> str:
    """What was printed, without a terminal's codes, escaped; or the beginning of it."""
    return escape(beginning(strip_ansi(text)))


def notebook_code(source: str) -> str:
    """Code as nbconvert's own templates colour it.

    Raises:
        TooLargeError: where it has more parts than a page can hold.
    """
    return _bounded(Highlight2HTML()(source))


def without_blank_runs(source: str) -> str:
    """Code with one empty line where there are many: Pygments' time grows with the square of their number."""
    lines = [line.rstrip() for line in source.split("\n")]
    return "\n".join(line for line, before in zip(lines, ["x", *lines], strict=False) if line or before)


def svg_image(source: str, alt: str) -> str:
    """SVG as an image: in an ``<img>``, browsers run no script of it and load nothing.

    Raises:
        TooLargeError: where it is more than a browser draws at once, or nobody can tell.
    """
    try:
        shapes = safe_svg.shapes(source)
    except (ValueError, RecursionError):
        raise TooLargeError from None
    if shapes > _MOST_TAGS:
        raise TooLargeError
    data = base64.b64encode(source.encode("utf-8", "replace")).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(alt)}" {_SHAPES}="{shapes}">'


def raster_image(kind: str, data: str, alt: str) -> str:
    """A PNG, JPEG or GIF from a notebook's base64, or nothing where it is not one.

    Raises:
        TooLargeError: where it has more pixels than a browser draws at once.
    """
    try:
        plain = base64.b64encode(base64.b64decode("".join(data.split()), validate=True)).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
    source = f"data:image/{kind};base64,{plain}"
    if _pixels_of(source) > _MOST_PIXELS:
        raise TooLargeError
    return f'<img src="{source}" alt="{escape(alt)}">'


def drawn(html: str) -> int:
    """How many elements a browser draws for this safe HTML: its tags, and the shapes of its pictures."""
    return html.count("<") + sum(map(int, re.findall(rf'{_SHAPES}="(\d+)"', html)))


def pixels(html: str) -> int:
    """How many pixels the pictures in this safe HTML have."""
    return sum(map(_pixels_of, _SHOWN_IMAGE.findall(html)))


def _pixels_of(source: str) -> int:
    """How many pixels a picture has, by its own word, which is what a browser makes room for; more than any if none."""
    try:
        data = base64.b64decode(source[source.index(",") + 1 :])
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            return picture.width * picture.height * getattr(picture, "n_frames", 1)
    except Exception:
        # Pillow raises whatever it stumbles over; what it cannot read is not shown.
        return _MOST_PIXELS + 1
