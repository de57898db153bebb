"""What tests stand on: vectors, a virtual display, a browser, child processes."""
