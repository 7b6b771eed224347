"""The user's desktop: opens a link in its program or a page in the browser, copies a text.

Programs are called by argument lists, never by a shell.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from followq import hints
from followq.errors import DiskError, NotFoundError

COPY_INSTEAD = "--copy copies the message instead"

PATIENCE = 5
"""Seconds after which a program that goes on running counts as started."""


def find_opener(otherwise: str = COPY_INSTEAD) -> list[str]:
    """The program that opens links here, as the beginning of its argument list; empty for Windows' own way.

    `otherwise` says what else the user may do where there is none.

    Raises: NotFoundError.
    """
    if sys.platform == "win32":
        return []
    known = (["open"],) if sys.platform == "darwin" else (["xdg-open"], ["gio", "open"], ["wslview"])
    for command in known:
        if path := shutil.which(command[0]):
            return [path, *command[1:]]
    names = ", ".join(command[0] for command in known)
    raise NotFoundError(f"nothing here opens links (looked for {names})", otherwise)


def open_link(link: str, command: list[str], otherwise: str = COPY_INSTEAD) -> None:
    """Open a link with what `find_opener` found.

    Raises: DiskError.
    """
    if sys.platform == "win32":
        try:
            os.startfile(link)  # noqa: S606 - checked by whoever made it: mailto:, tel:, mid: or a page
        except OSError as err:
            raise DiskError(f"Windows can't open it: {err.strerror}", otherwise) from err
        return
    try:
        child = subprocess.Popen(  # noqa: S603 - an argument list
            [*command, link],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        code = child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return
    except OSError as err:
        raise DiskError(f"{command[0]} can't be started: {err.strerror}", otherwise) from err
    if code:
        raise DiskError(
            f"{os.path.basename(command[0])} found no program for it (exit {code})",
            otherwise,
        )


def open_in_browser(path: str) -> None:
    """Show a file of ours in the browser, which is not always what opens links of its kind.

    Raises: NotFoundError where there is none.
    """
    import webbrowser
    from pathlib import Path

    if not webbrowser.open(Path(path).resolve().as_uri()):
        raise NotFoundError("no browser could be started", f"open {path} yourself")


def find_copier() -> list[str] | None:
    """The clipboard's program here; None when only the terminal itself can be asked.

    Raises: NotFoundError where there is neither.
    """
    environ = os.environ
    is_remote = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    known: list[list[str]] = []
    if sys.platform == "win32":
        known = [["clip"]]
    elif sys.platform == "darwin" and not is_remote:
        known = [["pbcopy"]]
    elif not is_remote:
        # A remote machine's clipboard is not the one in front of the user.
        known = [["wl-copy"]] if environ.get("WAYLAND_DISPLAY") else []
        known += (
            [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]] if environ.get("DISPLAY") else []
        )
        known += [["clip.exe"]] if "WSL_DISTRO_NAME" in environ else []
        known += [["termux-clipboard-set"]] if "TERMUX_VERSION" in environ else []
    if environ.get("TMUX"):
        # tmux passes no OSC 52 on by itself, but sets the terminal's clipboard when it is told so.
        known.append(["tmux", "load-buffer", "-w", "-"])
    for command in known:
        if path := shutil.which(command[0]):
            return [path, *command[1:]]
    if sys.stderr is not None and sys.stderr.isatty():
        return None
    raise NotFoundError("there is no clipboard here", f"pipe it: {hints.command('say', 'ID')} | PROGRAM")


def copy(text: str, command: list[str] | None) -> str:
    """Copy a text by what `find_copier` found; returns what was done, in words.

    Raises: DiskError.
    """
    if command is None:
        from base64 import b64encode

        sys.stderr.write(f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07")
        sys.stderr.flush()
        return "Asked your terminal to copy it (OSC 52; some terminals have to be allowed to)."
    name = os.path.splitext(os.path.basename(command[0]))[0]
    data = text.encode("utf-16-le" if name == "clip" else "utf-8")
    try:
        # wl-copy and xclip stay to serve the clipboard: they must not hold our output open.
        subprocess.run(  # noqa: S603 - an argument list
            command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError) as err:
        raise DiskError(f"{name} could not copy it", f"pipe it: {hints.command('say', 'ID')} | PROGRAM") from err
    return f"Copied with {name}."
