"""What a workspace keeps from one run to the next, named by everything it was worked out from."""
