"""What the screens ask of the store, in threads of their own, so that the screen never waits."""
