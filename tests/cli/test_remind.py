"""Reminders: what they say, when they are silent, what is written for each system's scheduler, and what it is told."""

from __future__ import annotations

import configparser
import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from followq.cli.actions.reminder import notifier, systems
from followq.cli.actions.reminder.message import is_quiet
from tests.conftest import Call

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are played by shell scripts")
EVIL = '-x <b>&amp; "$(id)" %i $HOME \\'


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Linux desktop whose programs write down how they were called; returns what they wrote."""
    folder, called = tmp_path / "bin", tmp_path / "called"
    folder.mkdir()
    called.write_text("")
    for name in ("systemctl", "launchctl", "schtasks", "notify-send", "osascript", "terminal-notifier", "powershell"):
        script = folder / name
        script.write_text(
            f'#!/bin/sh\n{{ echo "{name}"; for word in "$@"; do printf "%s\\n" "$word"; done;'
            f' echo "$FOLLOWQ_TITLE|$FOLLOWQ_TEXT"; }} >> "{called}"\n'
        )
        script.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("XDG_CONFIG_HOME", "DBUS_SESSION_BUS_ADDRESS", "FOLLOWQ_TITLE", "FOLLOWQ_TEXT"):
        monkeypatch.delenv(name, raising=False)
    return called


def pretend(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """Another platform, whose programs are found as they are here: Windows would ask for their endings."""
    find = shutil.which
    found = {name: find(name) for name in ("systemctl", "launchctl", "schtasks", "powershell", "terminal-notifier")}
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", lambda name, *_, **__: found.get(name))


@pytest.fixture
def needs(fq: Call) -> None:
    """Two late promises, one for today, two first answers, somebody to ask twice."""
    fq("add", "Ana Lopez", "Quote", "--by", "2026-11-20", "--told")
    fq("add", "Tom Baker", "Numbers", "--by", "2026-11-19", "--told")
    fq("add", "Mei Lin", "Menu", "--by", "today", "--told")
    for name in ("Ben Okoro", "Cleo Diaz"):
        fq("add", name, "Call back", "--since", "2026-11-10")
    for text in ("Hall", "Keys"):
        fq("add", "-w", "Dan Roe", text, "--since", "2026-11-02")


SAID = "2 promises late; 1 promised for today; 2 first answers due; 1 person worth a nudge"


def test_a_reminder_says_how_much_needs_the_user_and_no_text_and_no_name(fq: Call, needs: None) -> None:
    assert fq("remind").out == f"followq: {SAID}\n"
    document = fq("remind", "--json").document
    assert (document["kind"], document["text"], document["things"], document["not_sent"]) == ("remind", SAID, 7, "")


def test_first_names_are_added_where_that_is_set(fq: Call, needs: None) -> None:
    fq("config", "remind.show", "names")
    assert fq("remind").out.startswith("followq: 2 promises late (Tom and Ana); 1 promised for today (Mei); 2 first")
    for name in ("Eva Ruiz", "Finn Holt"):
        fq("add", name, "Call back", "--since", "2026-11-10")
    assert "4 first answers due (Ben, Cleo, Eva and 1 more)" in fq("remind").out


def test_where_nothing_needs_the_user_nothing_is_sent(fq: Call, programs: Path) -> None:
    fq("add", "Ana Lopez", "Quote", "--told")
    assert fq("remind").out == "Nothing needs you now: no reminder is sent.\n"
    assert fq("remind", "--send") == (0, "", "")
    assert programs.read_text() == ""


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("2026-11-28T10:00:00Z", "today is a day off"),
        ("2026-11-24T20:00:00Z", "20:00-07:00 is quiet"),
        ("2026-11-24T06:59:00Z", "20:00-07:00 is quiet"),
        ("2026-11-24T07:00:00Z", ""),
    ],
)
def test_days_off_and_quiet_hours_are_kept(fq: Call, needs: None, programs: Path, now: str, why: str) -> None:
    assert fq("remind", "--json", now=now).document["not_sent"] == why
    assert fq("remind", "--send").code == 0
    assert bool(programs.read_text()) == (not why)


def test_quiet_hours_may_span_midnight() -> None:
    assert [is_quiet(time, "20:00-07:00") for time in ("19:59", "20:00", "00:00", "06:59", "07:00")] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert [is_quiet(time, "12:00-13:30") for time in ("11:59", "12:00", "13:29", "13:30")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not is_quiet("03:00", "")


def test_it_is_sent_by_the_desktops_own_program_and_nothing_is_printed(fq: Call, needs: None, programs: Path) -> None:
    assert fq("remind", "--send") == (0, "", "")
    assert programs.read_text().splitlines()[:5] == ["notify-send", "--app-name=followq", "--", "followq", SAID]


def test_without_such_a_program_it_is_printed_for_cron_to_mail(
    fq: Call, needs: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fq("remind", "--send").out == f"followq: {SAID}\n"


def test_a_program_that_fails_is_named(fq: Call, needs: None, programs: Path) -> None:
    (programs.parent / "bin" / "notify-send").write_text("#!/bin/sh\nexit 1\n")
    failed = fq("remind", "--send")
    assert failed.code == 7
    assert "notify-send could not show the reminder" in failed.err


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("notify-send", '-x &lt;b&gt;&amp;amp; "$(id)" %i $HOME \\'),
        ("osascript", EVIL),
        ("terminal-notifier", f"\\{EVIL}"),
    ],
)
def test_a_text_is_one_argument_and_no_markup_to_any_program(program: str, shown: str) -> None:
    call, _ = notifier.make_call(f"/bin/{program}", "followq", EVIL)
    assert shown in call
    assert not any(EVIL in word for word in call if word != shown and program != "notify-send")
    if program != "terminal-notifier":
        assert call.index("--") < call.index(shown)


def test_to_powershell_a_text_is_a_variable_and_the_script_is_always_the_same() -> None:
    call, more = notifier.make_call("C:\\Windows\\powershell.exe".replace("\\", "/"), "followq", EVIL)
    assert more == {"FOLLOWQ_TITLE": "followq", "FOLLOWQ_TEXT": EVIL}
    assert call[-1] == notifier.POWERSHELL
    assert "CreateTextNode($env:FOLLOWQ_TEXT)" in call[-1]


@pytest.mark.parametrize(("platform", "program"), [("darwin", "terminal-notifier"), ("win32", "powershell")])
def test_each_platform_has_its_notifier(monkeypatch: pytest.MonkeyPatch, platform: str, program: str) -> None:
    pretend(monkeypatch, platform)
    assert Path(notifier.find_notifier()).name == program


def test_install_writes_a_timer_tells_systemd_and_says_all_of_it(fq: Call, programs: Path, tmp_path: Path) -> None:
    out = fq("remind", "--install").out
    folder = tmp_path / ".config" / "systemd" / "user"
    service, timer = folder / "followq-remind.service", folder / "followq-remind.timer"
    for line in (
        f"Wrote {service}",
        f"Wrote {timer}",
        "Ran systemctl --user daemon-reload",
        "Ran systemctl --user enable --now followq-remind.timer",
        "followq remind --remove",
    ):
        assert line in out
    assert "enable\n--now\nfollowq-remind.timer" in programs.read_text()
    unit = read_unit(timer)
    assert unit["Timer"]["OnCalendar"] == "Mon,Tue,Wed,Thu,Fri *-*-* 09:00:00"
    assert unit["Timer"]["Persistent"] == "true"
    assert unit["Install"]["WantedBy"] == "timers.target"
    call = read_unit(service)["Service"]["ExecStart"]
    assert call.endswith(f'"--db" "{tmp_path}/queue.db" "remind" "--send"')
    assert fq("remind", "--status").out.startswith("A reminder is installed and active: mon tue wed thu fri at 09:00")

    fq("config", "remind.at", "8:30")
    assert "it is not as the settings" in fq("remind", "--status").out
    assert f"Replaced {timer}" in fq("remind", "--install").out
    assert "08:30:00" in timer.read_text()

    out = fq("remind", "--remove").out
    assert f"Removed {service}" in out
    assert "Ran systemctl --user disable --now followq-remind.timer" in out
    assert not list(folder.iterdir())
    assert "There is nothing to remove" in fq("remind", "--remove").out
    assert fq("remind", "--status").out.startswith("No reminder is installed.")


def read_unit(path: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(path)
    return unit


def test_a_dry_run_shows_the_files_and_touches_nothing(fq: Call, programs: Path, tmp_path: Path) -> None:
    document = fq("remind", "--install", "--dry-run", "--json").document
    service, timer = document["files"]
    assert service["path"].endswith("followq-remind.service")
    assert "OnCalendar=" in timer["text"]
    assert document["commands"][-1] == "systemctl --user enable --now followq-remind.timer"
    assert "OnCalendar=" in fq("remind", "--install", "--dry-run").out
    assert not (tmp_path / ".config").exists()
    assert "enable" not in programs.read_text()
    fq("remind", "--install")
    assert "Nothing was removed" in fq("remind", "--remove", "--dry-run").out
    assert (tmp_path / ".config" / "systemd" / "user" / "followq-remind.timer").exists()


def test_what_the_scheduler_refuses_leaves_nothing_behind(fq: Call, programs: Path, tmp_path: Path) -> None:
    (programs.parent / "bin" / "systemctl").write_text(
        '#!/bin/sh\ncase "$2" in enable) echo "Unit is masked" >&2; exit 1;; esac\n'
    )
    failed = fq("remind", "--install")
    assert failed.code == 7
    assert "systemctl --user enable --now followq-remind.timer: Unit is masked" in failed.err
    assert not list((tmp_path / ".config" / "systemd" / "user").iterdir())


def test_where_there_is_no_scheduler_a_line_for_cron_is_offered(
    fq: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("FOLLOWQ_DB", str(tmp_path / "a b%.db"))
    offered = fq("remind", "--install")
    assert offered.code == 3
    assert offered.err.startswith("followq: no reminder was installed")
    (line,) = [line for line in offered.out.splitlines() if "--send" in line]
    assert line.startswith("0 9 * * 1,2,3,4,5 ")
    # Cron takes the backslash away before the shell sees the line.
    assert line.endswith(f"--db '{tmp_path}/a b\\%.db' remind --send")
    assert fq("remind", "--install", "--dry-run").code == 0


SCHEDULE = systems.Schedule(
    call=("/opt/my followq/100%/fq", "--db", '/home/ana/a "b" $c\\d.db', "remind", "--send"),
    environment=(("FOLLOWQ_CONFIG", "/home/ana/50% & <mine>.toml"),),
    time="07:05",
    workdays=(0, 3, 6),
    zone="Europe/Madrid",
)


def test_systemd_gets_every_word_as_it_is() -> None:
    service, timer = systems.make_timer(SCHEDULE).files
    assert 'ExecStart="/opt/my followq/100%%/fq" "--db" "/home/ana/a \\"b\\" $$c\\\\d.db" "remind"' in service.text
    assert 'Environment="FOLLOWQ_CONFIG=/home/ana/50%% & <mine>.toml"' in service.text
    assert "OnCalendar=Mon,Thu,Sun *-*-* 07:05:00 Europe/Madrid\n" in timer.text


def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze", path="/usr/bin:/bin"):
        pytest.skip("systemd-analyze is not here")
    home = SCHEDULE._replace(call=("/bin/true", *SCHEDULE.call[1:]))
    paths = []
    for file in systems.make_timer(home).files:
        paths.append(tmp_path / os.path.basename(file.path))
        paths[-1].write_text(file.text)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *map(str, paths)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not [line for line in done.stderr.splitlines() if "followq" in line], done.stderr
    when = subprocess.run(
        ["systemd-analyze", "calendar", "Mon,Thu,Sun *-*-* 07:05:00 Europe/Madrid"], capture_output=True, check=False
    )
    assert when.returncode == 0


def test_a_user_session_of_systemd_takes_it(fq: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the real one where there is one, under another name, which is taken away again."""
    real = shutil.which("systemctl", path="/usr/bin:/bin")
    if not real or subprocess.run([real, "--user", "show-environment"], capture_output=True, check=False).returncode:
        pytest.skip("no user session of systemd runs here (no bus of its own)")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("HOME", os.environ.get("REAL_HOME", os.path.expanduser("~")))
    monkeypatch.setattr(systems, "NAME", f"followq-test-{os.getpid()}")
    try:
        assert "Wrote" in fq("remind", "--install").out
        assert "installed and active" in fq("remind", "--status").out
    finally:
        assert "Removed" in fq("remind", "--remove").out


def test_launchd_gets_a_property_list(
    monkeypatch: pytest.MonkeyPatch, fq: Call, programs: Path, tmp_path: Path
) -> None:
    (file,) = systems.make_agent(SCHEDULE).files
    content = plistlib.loads(file.text.encode())
    assert content["Label"] == "followq.remind"
    assert content["ProgramArguments"] == list(SCHEDULE.call)
    assert content["EnvironmentVariables"] == dict(SCHEDULE.environment)
    # Sunday is 0 there.
    assert content["StartCalendarInterval"] == [
        {"Weekday": day, "Hour": 7, "Minute": 5} for day in (1, 4, 0)
    ]  # fmt: skip
    pretend(monkeypatch, "darwin")
    out = fq("remind", "--install").out
    path = tmp_path / "Library" / "LaunchAgents" / "followq.remind.plist"
    assert f"Wrote {path}" in out
    assert f"launchctl\nbootstrap\ngui/{os.getuid()}\n{path}" in programs.read_text()
    assert "installed and active" in fq("remind", "--status").out
    assert f"Removed {path}" in fq("remind", "--remove").out
    assert f"bootout\ngui/{os.getuid()}/followq.remind" in programs.read_text()


def test_windows_gets_a_task_in_utf_16(monkeypatch: pytest.MonkeyPatch, fq: Call, programs: Path) -> None:
    (file,) = systems.make_task(SCHEDULE).files
    root = ElementTree.fromstring(file.text.encode(file.encoding))
    names = {"t": systems.TASK}
    assert root.findtext(".//t:StartBoundary", namespaces=names) == "2020-01-01T07:05:00"
    days = root.find(".//t:DaysOfWeek", names)
    assert days is not None
    assert [day.tag.partition("}")[2] for day in days] == ["Monday", "Thursday", "Sunday"]
    assert root.findtext(".//t:Command", namespaces=names) == SCHEDULE.call[0]
    assert root.findtext(".//t:Arguments", namespaces=names) == '--db "/home/ana/a \\"b\\" $c\\d.db" remind --send'
    assert root.findtext(".//t:StartWhenAvailable", namespaces=names) == "true"
    pretend(monkeypatch, "win32")
    document = fq("remind", "--install", "--json").document
    assert document["system"] == "Task Scheduler"
    path = Path(document["did"][0].partition(" ")[2])
    assert path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert f"/Create\n/TN\nfollowq-remind\n/XML\n{path}\n/F" in programs.read_text()
    assert fq("remind", "--status", "--json").document["is_installed"]
    fq("remind", "--remove")
    assert "/Delete\n/TN\nfollowq-remind" in programs.read_text()
    assert not path.exists()


def test_a_reminder_in_its_own_quiet_hours_is_refused(fq: Call) -> None:
    fq("config", "remind.at", "06:00")
    refused = fq("remind", "--install")
    assert (refused.code, refused.out) == (4, "")
    assert "quiet hours 20:00-07:00" in refused.err


def test_doubts_are_told(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/home/ana/.cache/uv/archive-v0/abc")
    assert "cache of uvx" in fq("remind", "--install", "--dry-run").out
    pretend(monkeypatch, "win32")
    fq("config", "zone", "Europe/Madrid")
    out = " ".join(fq("remind", "--install", "--dry-run").out.split())
    assert "not by Europe/Madrid" in out
    assert "FOLLOWQ_CONFIG won't hold" in out


def test_a_path_that_no_scheduler_could_be_given_is_refused(fq: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWQ_DB", "/tmp/a\nExecStart=b.db")
    assert fq("remind", "--install").code == 2
    assert fq("remind", "--status").code == 0


def test_options_that_contradict_each_other_are_refused(fq: Call) -> None:
    assert fq("remind", "--install", "--remove").code == 2
    assert fq("remind", "--dry-run").code == 2


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("remind.at", "9:05", 0), ("remind.at", "24:00", 4), ("remind.at", "9am", 4), ("remind.at", "9", 4),
        ("remind.quiet", "12:00-13:00", 0), ("remind.quiet", "", 0), ("remind.quiet", "20:00", 4),
        ("remind.quiet", "20:00-20:00", 4), ("remind.show", "names", 0), ("remind.show", "all", 4),
    ],
)  # fmt: skip
def test_settings_are_checked(fq: Call, key: str, value: str, code: int) -> None:
    assert fq("config", key, value).code == code


def test_the_line_for_cron_is_one_that_a_shell_can_run(
    fq: Call, needs: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As cron does it: the fields cut off, the backslashes before percent signs gone, next to no environment."""
    if shutil.which("notify-send", path="/usr/bin:/bin"):
        pytest.skip("a real notify-send is here, which would be called")
    real = tmp_path / "50% of it"
    real.mkdir()
    (tmp_path / "queue.db").rename(real / "it's a queue.db")
    monkeypatch.setenv("FOLLOWQ_DB", str(real / "it's a queue.db"))
    monkeypatch.setenv("PATH", str(tmp_path))
    offered = fq("remind", "--install", "--dry-run", "--json").document["crontab_line"]
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "FOLLOWQ_NOW": "2026-11-23T09:00:00Z", "TZ": "UTC"}
    line = offered.split(" ", 5)[5].replace("\\%", "%")
    done = subprocess.run(["/bin/sh", "-c", line], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"followq: {SAID}\n", "")
