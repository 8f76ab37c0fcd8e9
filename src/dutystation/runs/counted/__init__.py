"""What accepted rows come to, in one go or slice by slice."""
