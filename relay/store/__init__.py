"""People, invitations, sign-ins and the list of sessions: what the relay may lose without losing evidence."""
