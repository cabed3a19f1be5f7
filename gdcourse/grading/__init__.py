"""From what was handed in to marks, feedback and reports. Instructors only: students install none of it.

Each room uses those before it: ``submission`` (one, from bytes to verdicts), ``classroom`` (a course and all who handed
in), ``pages`` (what people read of it), ``lms`` (in from a learning platform and out to it), ``demo`` (a simulated
class). ``commands`` puts them at the terminal; what is said there stands in ``messages`` for all of them. All may use
the judge, exercises, solutions and kernels; ``submission`` knows of ``student`` what runs in the kernel for the
grader: ``answers_for_grader``, ``files_for_grader``. ``authoring`` may use all of it.
"""
