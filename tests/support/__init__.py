"""What several tests need: a course on disk, classes that have handed in, a kernel to talk to, a real browser."""
