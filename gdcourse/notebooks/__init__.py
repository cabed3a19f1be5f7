"""Read notebooks and make them, whoever wrote them: the same for student and grader.

What a notebook means, which exercises it holds and whether they are right, is not known here. It uses the ground
and nbformat; students' commands, grading and authoring use it.
"""
