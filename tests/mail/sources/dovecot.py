"""A real IMAP server for tests: Dovecot as an ordinary process, on a free port, in a temporary folder."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

PASSWORD = "correct horse"  # a made-up one, for a server that lives as long as a test


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Dovecot:
    """The server, its mail in Maildirs, and its certificate's authority."""

    def __init__(self, folder: Path, name: str = "localhost") -> None:
        self.folder = folder
        self.mail = folder / "mail"
        self.ca_file = folder / "ca.pem"
        self.port, self.tls_port = find_free_port(), find_free_port()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        certificate = authority.issue_cert(name)
        certificate.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
        (folder / "dovecot.conf").write_text(self._write_settings())
        self.process: subprocess.Popen[bytes] | None = None

    def _write_settings(self) -> str:
        user = getpass.getuser() if os.geteuid() else "root"
        mail_user = user if os.geteuid() else "mail"
        (self.folder / "users").write_text(f"ana:{{PLAIN}}{PASSWORD}::::::\n")
        return f"""
            base_dir = {self.folder}/run
            state_dir = {self.folder}/state
            log_path = {self.folder}/log
            protocols = imap
            listen = 127.0.0.1
            default_internal_user = {user if os.geteuid() else "dovecot"}
            default_login_user = {user if os.geteuid() else "dovenull"}
            default_internal_group = {user if os.geteuid() else "dovecot"}
            mail_location = maildir:{self.mail}
            mail_uid = {mail_user}
            mail_gid = {mail_user}
            first_valid_uid = 1
            disable_plaintext_auth = no
            ssl = yes
            ssl_cert = <{self.folder}/server.pem
            ssl_key = <{self.folder}/server.pem
            passdb {{
              driver = passwd-file
              args = {self.folder}/users
            }}
            userdb {{
              driver = static
              args = uid={mail_user} gid={mail_user} home={self.folder}/home
            }}
            namespace inbox {{
              inbox = yes
              mailbox Sent {{
                special_use = \\Sent
                auto = create
              }}
            }}
            service imap-login {{
              chroot =
              inet_listener imap {{
                port = {self.port}
              }}
              inet_listener imaps {{
                port = {self.tls_port}
                ssl = yes
              }}
            }}
            service anvil {{
              chroot =
              unix_listener anvil-auth-penalty {{
                mode = 0
              }}
            }}
            auth_failure_delay = 0
            """

    def give(self, messages: dict[str, bytes], folder: str = "") -> None:
        """Put messages into a folder, as delivered."""
        place = self.mail / folder if folder else self.mail
        for name in ("cur", "new", "tmp"):
            (place / name).mkdir(parents=True, exist_ok=True)
        for name, raw in messages.items():
            (place / "new" / name).write_bytes(raw)
        self.own()

    def own(self) -> None:
        """Let the server's user change the mail."""
        (self.folder / "home").mkdir(exist_ok=True)
        if os.geteuid() == 0:
            for path in [self.folder / "home", self.mail, *self.mail.rglob("*")]:
                shutil.chown(path, "mail", "mail")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "stderr").open("wb"),
            start_new_session=True,
        )
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as probe:
                if probe.recv(10).startswith(b"* OK"):
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        written = [path.read_text(errors="replace") for path in (self.folder / "log", self.folder / "stderr")]
        told = "".join(written)
        pytest.fail(f"dovecot doesn't start: {told}")

    def kill(self) -> None:
        """Kill it and all that it has started, without a warning."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextlib.contextmanager
def run_dovecot(name: str = "localhost") -> Iterator[Dovecot]:
    """A running server; the test skips where Dovecot isn't installed."""
    if shutil.which("dovecot") is None:
        pytest.skip("dovecot isn't installed (Debian: dovecot-imapd)")
    # Not in pytest's folder: the server's own user has to pass through, and names of sockets have to be short.
    with tempfile.TemporaryDirectory(prefix="fq-imap-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Dovecot(Path(folder), name)
        server.give({})
        server.start()
        try:
            yield server
        finally:
            server.kill()
