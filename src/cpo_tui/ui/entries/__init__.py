"""What is on a screen as lines and entries. Pure: plain values and a width in, text out; no store and no toolkit."""
