"""The one way of facts into the register; `record_versions` is its door."""
