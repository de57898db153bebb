"""The terminal desk (experience 2.10): the same steps where there is no screen. Only the health report is asked for."""
