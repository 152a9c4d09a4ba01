"""Files in and out: reading, mapping, checking, writing."""
