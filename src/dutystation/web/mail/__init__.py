"""Mail, written with the change that causes it and sent once that is sure to stay."""
