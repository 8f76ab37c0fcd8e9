"""What a component owes under an order: versions of its report, the checks before it, who certified it."""
