"""One supported session on this machine: to try by hand (`attended`), or by itself with its evidence (`headless`)."""
