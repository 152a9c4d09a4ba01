"""The screens: each composes its widgets and wires them; what is done is done by actions."""
