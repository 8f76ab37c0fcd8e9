"""A file is taken into a workspace: read, judged, kept."""
