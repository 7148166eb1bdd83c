"""How pages become HTML cheaply, with Django's own templates: decision 0025."""
