"""An assistant's hand: the commands as tools of the Model Context Protocol. The only package that knows mcp."""
