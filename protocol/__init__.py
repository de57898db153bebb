"""How it is said: bytes and values, without sockets, files, clocks or dice."""
