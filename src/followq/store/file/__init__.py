"""The queue's file: opened, created, brought up to date, and its errors in words."""
