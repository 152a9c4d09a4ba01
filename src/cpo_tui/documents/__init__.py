"""Letters and reports."""
