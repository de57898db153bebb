"""What Linux' own tools say of this machine, in the words of the report's register: what the collectors are held to."""
