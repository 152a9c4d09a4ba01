"""The widgets of our own: a table that shows a million cases, and the quiet lines around it."""
