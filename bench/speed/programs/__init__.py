"""The programs that are measured: followq, its peers, and the floors."""
