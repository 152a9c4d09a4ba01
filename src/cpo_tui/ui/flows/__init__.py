"""What a command does: ask what is needed in a dialog, let an action do it, and say what came of it."""
