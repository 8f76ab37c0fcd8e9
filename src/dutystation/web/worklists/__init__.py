"""What a component looks at before it files: findings of the newest run, each with an owner and a due day."""
