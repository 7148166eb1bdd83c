"""What files share with each other: what waits to be settled, and settling it."""
