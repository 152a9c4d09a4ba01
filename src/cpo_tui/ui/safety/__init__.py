"""What stands between the data and who should not see it: the terminal, a crash, an officer who has left the desk."""
