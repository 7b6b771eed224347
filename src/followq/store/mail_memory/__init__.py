"""What scans of mail remember: digests without any text, threads, how far each source was read, what was declined.

A file of its own beside the queue, which can be removed at any time: the next scan reads everything again.
"""
