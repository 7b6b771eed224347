"""The queue's file: the only room that knows SQL. `door.open_queue` is the way in."""
