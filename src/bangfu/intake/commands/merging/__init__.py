"""From accepted rows to the versions they make; `registry` records them."""
