"""Submissions that nobody wants to get, with what has to come of each. ``corpus.CORPUS`` holds them all."""
