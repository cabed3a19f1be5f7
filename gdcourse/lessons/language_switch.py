"""The line at the top of a notebook that shows Korean, English or both, at once and without a kernel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gdcourse.language import HEADING, Text

# What stands there where scripts do not run: in a notebook not yet trusted, in Colab, VS Code, GitHub, nbviewer.
_STILL = Text(
    "두 언어가 함께 있어요. JupyterLab에서 이 셀을 실행하면 하나만 골라 볼 수 있어요.",
    "Both languages stand below. In JupyterLab, run this cell to choose one.",
)


def switch_script() -> str:
    """The script of the switch, which notebooks hold in an output and JupyterLab gets as an extension."""
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return script.replace('"HEADING"', json.dumps(HEADING, ensure_ascii=False))


class Switch:
    """What ``language_switch`` displays."""

    def __repr__(self) -> str:
        return f"{_STILL.ko} · {_STILL.en}"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        html = (
            f'<div class="gdcourse-language"><div lang="ko">{_STILL.ko}</div>'
            f'<div lang="en">{_STILL.en}</div></div>\n<script>\n{switch_script()}</script>'
        )
        return {"text/plain": repr(self), "text/html": html}


def language_switch() -> None:
    """Show the switch 한국어 · English · 둘 다. It acts on the whole page and remembers (``docs/front-ends.md``)."""
    from IPython.display import display

    display(Switch())
