"""The collectors for Windows: registry, CIM, event log, psutil. Tested with recorded answers, not on a real machine."""
