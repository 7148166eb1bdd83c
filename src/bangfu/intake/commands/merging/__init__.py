"""From accepted rows to new versions: what each row changes, and the bulk statements that write it."""
