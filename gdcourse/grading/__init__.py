"""For instructors: drawing hidden cases, running submissions, recording marks. Not in what students install."""
