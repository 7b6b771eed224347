"""The queue's file: the only room that knows SQL. `opening.open_queue` is the way in."""
