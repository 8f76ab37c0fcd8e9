"""Single days of situational telework: asked for and decided one by one."""
