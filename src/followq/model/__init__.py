"""What a follow-up is and what can happen to it: pure, standard library only, no clock, no I/O."""
