"""The health report on the customer's computer: collectors, redaction, the run. Nothing here sends anything."""
