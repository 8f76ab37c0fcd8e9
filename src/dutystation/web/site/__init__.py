"""The application as a whole: settings, addresses, pages that belong to no single subject."""
