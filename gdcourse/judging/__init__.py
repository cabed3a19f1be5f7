"""What an exercise is, and whether an answer to it is right: small, pure, and the same for student and grader.

An exercise draws cases, a probe writes down what somebody's work gives on them, the judge compares that with a key.
Nothing here reads a notebook, starts a process or knows which exercises there are. Every other room may use this one;
it uses none but the ground (``language``).
"""
