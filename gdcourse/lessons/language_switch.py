"""The line at the top of a notebook that shows Korean, English or both, at once and without a kernel."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from gdcourse.language import HEADING, Text, remember_language

# What stands there where scripts do not run: in a notebook not yet trusted, on GitHub, on nbviewer.
_STILL = Text(
    "두 언어가 함께 있어요. JupyterLab이나 VS Code에서 이 셀을 실행하면 하나만 골라 볼 수 있어요.",
    "Both languages stand below. In JupyterLab or VS Code, run this cell to choose one.",
)
# What stands beside the buttons in Colab, where no output reaches the text.
_ANSWERS_ONLY = Text(
    "검사 결과의 언어예요. 본문은 두 언어가 함께 보여요.",
    "For the answers of checks; the text stays in both.",
)


def switch_script() -> str:
    """The script of the switch, which notebooks hold in an output and JupyterLab gets as an extension."""
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    put_in = {"HEADING": HEADING, "ANSWERS ONLY": f"{_ANSWERS_ONLY.ko} · {_ANSWERS_ONLY.en}"}
    for name, text in put_in.items():
        script = script.replace(f'"{name}"', json.dumps(text, ensure_ascii=False))
    return script


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

    _hear_of_choices_in_colab()
    display(Switch())


def _hear_of_choices_in_colab() -> None:
    """Let the switch's buttons tell this kernel: in Colab there is no Jupyter server that a page could tell."""
    if (output := sys.modules.get("google.colab.output")) is not None:
        output.register_callback("gdcourse.remember_language", remember_language)
