"""In from a learning platform and out to it: archives of submissions, marks, and the bundle that students get.

Uses ``submission``, ``classroom`` and ``pages``; the demo and the commands may use this.
"""
