"""Documents that support a request: checked, hashed, and where the law seals them, encrypted one by one."""
