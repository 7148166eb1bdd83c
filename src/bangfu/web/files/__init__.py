"""Files: the list, the page of one, and numbers opened on purpose."""
