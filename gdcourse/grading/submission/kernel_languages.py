"""Which notebooks can be graded at all: those of Python, which is what the kernels here speak."""

from __future__ import annotations

from collections.abc import Mapping

from gdcourse.grading.submission import messages
from gdcourse.language import Text
from gdcourse.untrusted_text import legible


class OtherLanguageError(ValueError):
    """A notebook is of another language than Python. The message says which, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def check_language(notebook: str, kernelspec: Mapping[str, str]) -> None:
    """Do nothing where a notebook, by its ``kernelspec``, is of Python, or says nothing of it.

    Raises:
        OtherLanguageError: where it is not, or nobody knows the kernel.
    """
    language = str(kernelspec.get("language") or "") or _language_of(str(kernelspec.get("name") or ""))
    if language.casefold() not in ("", "python", "python3", "ipython"):
        kernel = legible(str(kernelspec.get("name") or language), 60)
        raise OtherLanguageError(messages.OTHER_LANGUAGE.format(notebook=notebook, kernel=kernel))


def _language_of(kernel: str) -> str:
    """The language of a kernel that is installed here; the name of one that is not, unless it is Python's."""
    if kernel.casefold().startswith(("python", "ipython")):
        return "python"
    if not kernel:
        return ""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        return str(KernelSpecManager().get_kernel_spec(kernel).language or kernel)
    except (NoSuchKernel, ValueError, OSError):
        return kernel
