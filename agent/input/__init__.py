"""Mouse and keyboard: from messages on channels 2 and 3 to what the customer's computer takes for input."""
