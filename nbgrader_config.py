"""nbgrader's settings for this course. Plain `nbgrader` commands, run in this directory, use them."""

import glob
from pathlib import Path

c = get_config()  # noqa: F821  (Jupyter defines it)

c.CourseDirectory.course_id = "gdcourse"

# nbgrader takes [2026-1] in the path of a course for a pattern: here it goes by another name of the same folder.
if glob.has_magic(str(Path.cwd())) and Path("/proc/self/cwd").is_dir():
    c.CourseDirectory.root = "/proc/self/cwd"

# What a student finds where the solution was.
c.ClearSolutions.code_stub = {"python": "# 여기에 코드를 쓰세요 · YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "여기에 답을 쓰세요 · YOUR ANSWER HERE"

# Read anything, put the instructor's cells back, then let the judge decide outside the student's kernel.
c.Autograde.exporter_class = "gdcourse.grading.classroom.nbgrader_plugins.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "gdcourse.grading.classroom.nbgrader_plugins.Restore",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "gdcourse.grading.classroom.nbgrader_plugins.Grade",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "gdcourse.grading.classroom.nbgrader_plugins.Record",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Of a class that hands in by the exchange and by a platform nothing is lost, and students get their feedback by the one
# that they came by.
c.ExchangeFactory.collect = "gdcourse.grading.lms.exchange_collect.Collect"
c.ExchangeFactory.release_feedback = "gdcourse.grading.lms.exchange_feedback.ReleaseFeedback"

# Feedback in both languages that is safe to open; and in formgrader, nothing that a student wrote acts.
c.GenerateFeedback.exporter_class = "gdcourse.grading.pages.feedback_page.FeedbackExporter"
c.GenerateFeedback.preprocessors = []  # the exporter reads the grades of the whole class at once
c.HTMLExporter.preprocessors = ["gdcourse.grading.pages.formgrader.MakeSafe"]
