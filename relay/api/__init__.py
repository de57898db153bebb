"""The relay over HTTP: sign-in, tickets, lists, and what readers are handed."""
