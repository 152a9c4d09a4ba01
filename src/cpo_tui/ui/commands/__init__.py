"""What the application can do: one register, from which keys, palette, help and docs come, and the commands by what they are about."""
