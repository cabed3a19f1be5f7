"""What people read: feedback, the report, formgrader's view; and what makes students' text safe in HTML and CSV.

Uses ``submission`` and ``classroom``; ``lms``, the demo and the commands use this. Templates, style sheets and scripts
lie in ``templates/``.
"""
