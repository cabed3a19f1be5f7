"""A simulated class, made of the units' own answers, and ``gdcourse demo``, which grades it.

Uses all of grading; the commands and ``authoring`` use it.
"""
