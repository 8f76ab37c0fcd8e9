"""What follows from the order for one request. Plain Python: values in, answers out."""
