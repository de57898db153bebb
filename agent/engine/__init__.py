"""Connection, capture and input: the child process, which holds traffic keys and nothing more secret."""
