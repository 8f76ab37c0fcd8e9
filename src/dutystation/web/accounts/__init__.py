"""Who somebody is, which unit they belong to, which roles they hold, and what that lets them see."""
