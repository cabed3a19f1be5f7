"""For those who write units: answer keys, re-executed notebooks. Instructors only; nothing but the command uses it.

Uses the judge, exercises and solutions, and of grading what builds keys.
"""
