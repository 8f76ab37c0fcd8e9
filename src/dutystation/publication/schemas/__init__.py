"""JSON Schemas of what a release holds; each release carries them too."""
