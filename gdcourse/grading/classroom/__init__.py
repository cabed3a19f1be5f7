"""A class: the course on disk, who grades where, and what is recorded in nbgrader's gradebook.

Uses ``submission``. Pages, platforms and the demo use this.
"""
