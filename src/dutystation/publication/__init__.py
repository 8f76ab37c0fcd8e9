"""What everybody may see: a consolidated report as a release, without what would single anybody out."""
