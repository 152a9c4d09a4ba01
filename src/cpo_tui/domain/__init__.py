"""What a case is: pure values and functions, without I/O, clock, store or screen."""
