"""What moved between two runs of a workspace, and what may have moved it."""
