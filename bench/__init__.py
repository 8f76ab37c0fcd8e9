"""How long the main job takes, measured against the bare engine reading the same files in the same run."""
