"""What a kernel has imported before its first cell, where it is forked from a process that has done so."""

import gdcourse.lessons.computational_graph
import gdcourse.lessons.figures
import gdcourse.lessons.language_switch
import gdcourse.lessons.moving_figures
import gdcourse.student.answers_for_grader
import gdcourse.student.check_answer
import gdcourse.student.drills
import gdcourse.student.files_for_grader
import gdcourse.student.guesses  # noqa: F401
from gdcourse.exercises import units

units()
