"""How people write dates, lengths and recurrences. The only room that knows dateutil."""
