"""What is raised where a course cannot be used as it is."""


class CourseError(Exception):
    """Something about the course directory keeps the command from working. The message says what to do."""
