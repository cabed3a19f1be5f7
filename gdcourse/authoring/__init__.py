"""For those who write units: answer keys, notebooks run anew, a home of their own for tests. Instructors only.

Nothing but the command ``gdcourse`` and pytest uses it. It uses all other rooms but lessons and student.
"""
