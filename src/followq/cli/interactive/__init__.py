"""Everything that happens at a terminal in a conversation. The only package that knows prompt_toolkit."""
