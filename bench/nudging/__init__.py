"""The replay of mail archives that shows how good the timing of nudges is."""
