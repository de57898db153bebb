"""Every fact that a report can hold, as data: one file per section. What is not registered is refused."""
