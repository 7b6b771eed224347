"""How to add an optional package to the followq that is running: with whatever installed it."""

from __future__ import annotations

import os
import sys

from followq.hints import quote


def install_command(extra: str) -> str:
    """The command that brings an extra, for a shell: by pipx, uv or pip, as followq itself was installed."""
    if os.path.exists(os.path.join(sys.prefix, "pipx_metadata.json")):
        return f"pipx inject followq {quote(extra)}"
    wanted = quote(f"followq[{extra}]")
    if os.path.exists(os.path.join(sys.prefix, "uv-receipt.toml")):
        return f"uv tool install {wanted}"
    import importlib.util

    if importlib.util.find_spec("pip") is None:
        # An environment that uv made has no pip of its own.
        return f"uv pip install --python {quote(sys.executable)} {wanted}"
    return f"{quote(sys.executable)} -m pip install {wanted}"
