"""Recordings on disk: written before anything is forwarded, recovered after a crash, finished as one MCAP file."""
