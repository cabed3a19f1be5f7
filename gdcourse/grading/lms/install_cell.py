"""The first cell of a notebook that is opened where the package is not, in Colab say: it installs what is missing."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from gdcourse.grading import messages
from gdcourse.grading.classroom.course import CourseError
from gdcourse.notebooks.one_language import language_of, text_in_language

INSTALL = """\
# 패키지가 없으면(Colab, Kaggle) 설치 · where the package is missing (Colab, Kaggle), install it
try:
    import gdcourse
except ModuleNotFoundError:
    %pip install --quiet "{address}"
"""
_USES_THE_PACKAGE = re.compile(r"^\s*(from|import) gdcourse\b", re.MULTILINE)
_HERE = ("localhost", "127.0.0.1", "::1")


def wheel_address(url: str, wheel: str) -> str:
    """The address of the wheel, as it can stand in a notebook.

    Args:
        url: the wheel's own address, or that of the folder it lies in.
        wheel: its file name.

    Raises:
        CourseError: for what is no address that students' machines could install this wheel from.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise CourseError(str(messages.NO_ADDRESS.format(url=url, reason=str(error)))) from None
    if not host or parts.scheme not in ("https", "http") or (parts.scheme == "http" and host not in _HERE):
        raise CourseError(str(messages.NO_ADDRESS.format(url=url, reason="https://…")))
    if parts.username is not None or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        raise CourseError(str(messages.NO_ADDRESS.format(url=url, reason=parts.netloc)))
    # What a shell or IPython would read as more than text is percent-encoded; so is Hangul.
    path = quote(parts.path, safe="/%~")
    if path.endswith(".whl"):
        if path.rpartition("/")[2] != wheel:
            raise CourseError(str(messages.OTHER_WHEEL.format(url=url, wheel=wheel)))
    elif parts.query:
        raise CourseError(str(messages.OTHER_WHEEL.format(url=url, wheel=wheel)))
    else:
        path = f"{path.rstrip('/')}/{wheel}"
    netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe="=&%~"), ""))


def with_install(notebook: bytes, address: str) -> bytes:
    """A notebook whose first code cell installs the package where it is missing; one that does not use it stays.

    Args:
        notebook: the file's content.
        address: of the wheel, from ``wheel_address``.
    """
    read = nbformat.reads(notebook.decode("utf-8"), as_version=4)
    code = [cell for cell in read.cells if cell.cell_type == "code"]
    if not any(_USES_THE_PACKAGE.search(cell.source) for cell in code):
        return notebook
    install = INSTALL.format(address=address)
    if (language := language_of(read)) is not None:
        install = text_in_language(install, "code", language)
    first = code[0]
    # A cell that nbgrader knows by its checksum stays as it is, and before a cell's magic nothing may stand.
    if "nbgrader" in first.metadata or first.source.lstrip().startswith("%%"):
        read.cells.insert(0, _cell(install.rstrip(), read))
    else:
        first.source = f"{install}\n{first.source}"
    return (nbformat.writes(read) + "\n").encode()


def _cell(source: str, notebook: NotebookNode) -> NotebookNode:
    cell = new_code_cell(source, id="install-gdcourse")
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        del cell["id"]  # cells have none in this format
    return cell
