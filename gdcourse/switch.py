"""The line at the top of a notebook that shows Korean, English or both, at once and without a kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gdcourse.language import Text

# What stands there where scripts do not run: in a notebook not yet trusted, in Colab, VS Code, GitHub, nbviewer.
_STILL = Text(
    "두 언어가 함께 있어요. JupyterLab에서 이 셀을 실행하면 하나만 골라 볼 수 있어요.",
    "Both languages stand below. In JupyterLab, run this cell to choose one.",
)


class Switch:
    """What ``language_switch`` displays."""

    def __repr__(self) -> str:
        return f"{_STILL.ko} · {_STILL.en}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
        html = (
            f'<div class="gdcourse-language"><div lang="ko">{_STILL.ko}</div>'
            f'<div lang="en">{_STILL.en}</div></div>\n<script>\n{script}</script>'
        )
        return {"text/plain": repr(self), "text/html": html}


def language_switch() -> None:
    """Show the switch 한국어 · English · 둘 다. It acts on the whole page and remembers (``docs/front-ends.md``)."""
    from IPython.display import display

    display(Switch())
