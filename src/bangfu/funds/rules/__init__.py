"""Pure rules of funds: what an earmark lets its money be used for."""
