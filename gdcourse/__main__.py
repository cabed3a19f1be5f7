"""``python -m gdcourse`` is the command ``gdcourse``."""

from gdcourse.cli import main

main(prog_name="gdcourse")
