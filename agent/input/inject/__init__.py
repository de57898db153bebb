"""How input is made, one file for each kind of system."""
