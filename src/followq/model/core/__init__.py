"""The records, what can happen to them, and the calendar; the other packages of the model stand on this one."""
