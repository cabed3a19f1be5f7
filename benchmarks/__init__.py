"""What `make bench` measures. Every figure is a ratio of two things measured side by side in one run."""
