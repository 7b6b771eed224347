"""From the model to text: pages say what is on them, plain, terminal and JSON say how it looks."""
