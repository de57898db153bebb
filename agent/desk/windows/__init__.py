"""What the customer sees: windows, border and banner in Qt. They show and report; they decide nothing."""
