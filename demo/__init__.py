"""One supported session on this machine: to watch (`attended`) or to run by itself and leave its evidence (`headless`)."""
