"""How kernels are started, with or without a sandbox: forked from a process that has done the imports.

No course, exercise or notebook's meaning is known here; whatever wants a kernel may use it. It uses the ground alone.
Two things of the package it knows by name: what is imported before a fork (``student.imports_before_fork``), and which
rooms a sandbox does not show.
"""
