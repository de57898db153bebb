"""What the customer sees and decides: the only place where a yes can be made. The parent process."""
