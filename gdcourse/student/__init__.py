"""What works for the student, in their kernel and at their terminal: checks, progress, handing in, JupyterLab.

All of it is in what students install. It uses the judge, the exercises, lessons, kernels and notebooks; of the rest,
only ``gdcourse`` itself and the command use it, and the grader, which asks ``answers_for_grader`` and
``files_for_grader`` in a student's kernel.
"""
