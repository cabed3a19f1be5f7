"""One submission, from bytes to verdicts: read, restored, run in a sandbox, judged outside. No course is in sight.

Nothing here reads or writes a file of the course, so it runs wherever it is sent. All of ``grading`` may use it.
"""
