"""Every argument and option, named once. Commands use them as annotations only, so that a call in one of
the quick shapes never loads this module.
"""

from __future__ import annotations

from typing import Annotated

import typer
from typer import Argument, Option

from followq import __version__
from followq.cli.completion import shells
from followq.model.core.person import CHANNELS, WEIGHTS
from followq.record import NamedTuple


class Complete(NamedTuple):
    """Marks what a value is completed with: `kind` names a function in `completion/candidates.py`."""

    kind: str


_CHANNELS = ", ".join(CHANNELS)
_DATES = "tomorrow, fri, +3d, in 3 working days, eow, the 15th, dec 1, 2026-12-01, fri 15:00"


def _print_version(is_asked: bool) -> None:
    if is_asked:
        print(f"followq {__version__}")
        raise typer.Exit


def _install_completion(is_asked: bool) -> None:
    if is_asked:
        print(shells.install(""))
        raise typer.Exit


def _show_completion(is_asked: bool) -> None:
    if is_asked:
        print(shells.make_script(""), end="")
        raise typer.Exit


# Of followq itself
Db = Annotated[
    str | None,
    Option("--db", metavar="PATH", help="Queue file (default: $FOLLOWQ_DB, otherwise your own)."),
    Complete("files"),
]
Version = Annotated[bool, Option("--version", callback=_print_version, is_eager=True, help="Print the version.")]

InstallCompletion = Annotated[
    bool,
    Option(
        "--install-completion",
        callback=_install_completion,
        is_eager=True,
        help="Make your shell complete followq: bash, zsh, fish or powershell.",
    ),
]
ShowCompletion = Annotated[
    bool,
    Option(
        "--show-completion", callback=_show_completion, is_eager=True, help="Print the script that your shell loads."
    ),
]

# Of every command
AsJson = Annotated[bool, Option("--json", help="Print one JSON document; --json=id,text: these fields alone.")]
IsPlain = Annotated[bool, Option("--plain", help="Plain text: no colours or borders, one line per row.")]

# Which follow-ups are meant
Id = Annotated[
    str,
    Argument(metavar="ID", help="A number, or a person with one open follow-up."),
    Complete("ids"),
]
Ids = Annotated[
    list[str],
    Argument(metavar="ID...", help="Numbers, ranges like 3-5, or a person."),
    Complete("ids"),
]
OwedIds = Annotated[
    list[str],
    Argument(metavar="ID...", help="Numbers, ranges like 3-5, or a person."),
    Complete("owed_ids"),
]
WaitedIds = Annotated[
    list[str],
    Argument(metavar="ID...", help="Numbers, ranges like 3-5, or a person."),
    Complete("waited_ids"),
]
ClosedIds = Annotated[list[str], Argument(metavar="ID...", help="Numbers, ranges like 3-5."), Complete("closed_ids")]
MaybeId = Annotated[str | None, Argument(metavar="[ID]", help="Only this follow-up's part."), Complete("ids")]

# What a follow-up is
MaybePerson = Annotated[
    str | None,
    Argument(
        metavar="[PERSON]", help='Person; created if new. Several: "Ana; Tom". "-" reads lines from standard input.'
    ),
    Complete("people"),
]
MaybeText = Annotated[
    list[str] | None, Argument(metavar="[TEXT]...", help="What it is about; without it you are asked. '-' reads lines.")
]
SaidText = Annotated[list[str] | None, Argument(metavar="[TEXT]...", help="What you said, for the log.")]
NewText = Annotated[list[str] | None, Argument(metavar="[TEXT]...", help="What is waited for now.")]
WorkText = Annotated[
    list[str] | None, Argument(metavar="[TEXT]...", help="What they should do (default: the same text).")
]
ReasonText = Annotated[list[str] | None, Argument(metavar="[REASON]...", help="Why, for the log.")]
NoteText = Annotated[list[str], Argument(metavar="TEXT...", help="The note.")]
IsWaiting = Annotated[bool, Option("--waiting", "-w", help="You wait on them.")]
IsOwed = Annotated[bool, Option("--owed", help="They wait on you.")]
By = Annotated[
    str | None,
    Option("--by", metavar="DATE", help=f"Promised, or expected: {_DATES}."),
    Complete("dates"),
]
On = Annotated[
    str | None,
    Option(
        "--on",
        "--at",
        metavar="DATE",
        help="When it happened, if earlier: yesterday, 2 days ago, last tue, mon 15:00.",
    ),
    Complete("past_dates"),
]
HeardText = Annotated[list[str] | None, Argument(metavar="[TEXT]...", help="What they said, for the log.")]
NamedBy = Annotated[
    str | None,
    Option("--by", metavar="DATE", help=f"The day they name: {_DATES}."),
    Complete("dates"),
]
AwayUntil = Annotated[
    str | None,
    Option(
        "--away-until",
        metavar="DATE",
        help="Their last day away: until then nobody asks them, and their silence doesn't count.",
    ),
    Complete("dates"),
]
IsLeft = Annotated[bool, Option("--left", help="They left for good: their addresses are not offered any more.")]
NoLeft = Annotated[bool, Option("--no-left", help="They are back, or never left for good.")]
Successor = Annotated[
    str | None,
    Option(
        "--to",
        metavar="PERSON",
        help="With --left: who takes over everything that is open with them.",
    ),
    Complete("people"),
]
NoAwayUntil = Annotated[bool, Option("--no-away-until", help="They are back, or never left.")]
Since = Annotated[
    str | None,
    Option(
        "--since",
        metavar="DATE",
        help="When they began to wait: yesterday, 3d ago, last tue.",
    ),
    Complete("past_dates"),
]
Via = Annotated[str | None, Option("--via", metavar="CHANNEL", help=f"One of {_CHANNELS}."), Complete("channels")]
Effort = Annotated[
    str | None,
    Option("--effort", metavar="LENGTH", help="The time it takes: 15m, 2h, half an hour."),
    Complete("lengths"),
]
Project = Annotated[str | None, Option("--project", help="Its project."), Complete("projects")]
Tags = Annotated[list[str] | None, Option("--tag", help="A tag; repeatable."), Complete("tags")]
BlockedBy = Annotated[
    list[str] | None,
    Option("--blocked-by", metavar="ID", help="What has to come first; repeatable."),
    Complete("ids"),
]
Every = Annotated[
    str | None, Option("--every", metavar="PERIOD", help='Repeat it every day, "working day", "2 weeks", month.')
]
Link = Annotated[
    str | None,
    Option("--link", metavar="URL", help="Where it came from: a page's address, or a mail's Message-ID."),
]
NoLink = Annotated[bool, Option("--no-link", help="Take the link away.")]
Note = Annotated[str | None, Option("--note", metavar="TEXT", help="A private note.")]
IsFromNotes = Annotated[
    bool, Option("--from-notes", help="With -: meeting notes, whose promises are proposed one by one.")
]
IsTold = Annotated[bool, Option("--told", help="They know of it already.")]

# What happens to one
IsUntold = Annotated[bool, Option("--untold", help="They don't know yet: leaves a small item to tell them.")]
IsThank = Annotated[bool, Option("--thank", help="Adds a thank-you to be sent.")]
Spent = Annotated[
    str | None,
    Option("--spent", metavar="LENGTH", help="The time it took: 15m, 2h."),
    Complete("lengths"),
]
UntilWords = Annotated[list[str], Argument(metavar="DATE...", help=f"Hidden until then: {_DATES}."), Complete("dates")]
NewWords = Annotated[str | None, Option("--text", metavar="TEXT", help="What it is about.")]
NewPerson = Annotated[str | None, Option("--person", metavar="PERSON", help="Whom it is with."), Complete("people")]
NoBy = Annotated[bool, Option("--no-by", help="Withdraw the promise; counts as a slip.")]
NoBlockedBy = Annotated[list[str] | None, Option("--no-blocked-by", metavar="ID", help="No longer blocked by it.")]
NoEvery = Annotated[bool, Option("--no-every", help="Stop repeating it.")]
NoTags = Annotated[list[str] | None, Option("--no-tag", metavar="TAG", help="Take a tag away; repeatable.")]
NoProject = Annotated[bool, Option("--no-project", help="Take the project away.")]
NoEffort = Annotated[bool, Option("--no-effort", help="Take the effort away.")]
IsYes = Annotated[bool, Option("--yes", "-y", help="Don't ask.")]
Helper = Annotated[str, Argument(metavar="PERSON", help="Who does the work."), Complete("people")]

IsPrinted = Annotated[bool, Option("--print", help="Print the link instead.")]

# What is said
SayId = Annotated[
    str | None,
    Argument(metavar="ID", help="A number, or a person with one open follow-up."),
    Complete("ids"),
]
MessageKind = Annotated[
    str | None,
    Argument(metavar="[KIND]", help="One of ack, update, ask, nudge, done, late, no, thanks (default: the likeliest)."),
    Complete("messages"),
]
TossText = Annotated[
    str | None, Option("--toss", metavar="TEXT", help="What they should do now; with --log it is their turn.")
]
Reason = Annotated[str | None, Option("--why", metavar="TEXT", help="Why you ask for it, in the message.")]
IsOpened = Annotated[bool, Option("--open", help="Open it in your mail program, or dial.")]
IsCopied = Annotated[bool, Option("--copy", help="Copy it to the clipboard.")]
IsLogged = Annotated[bool, Option("--log", help="Note that you said it: told, or nudged.")]
Language = Annotated[str | None, Option("--language", metavar="LANG", help="Write this one in this language.")]
Customize = Annotated[
    str | None,
    Option("--customize", metavar="LANG", help="Put the English templates into your settings folder as LANG's."),
]

# Which ones are shown
Limit = Annotated[int | None, Option("--limit", "-n", min=1, max=100_000, help="Rows to show.")]
IsAll = Annotated[bool, Option("--all", "-a", help="Show every row.")]
Fits = Annotated[
    str | None,
    Option("--fits", metavar="LENGTH", help="What clears the most in 45m, 2h ..."),
    Complete("lengths"),
]
ProjectFilter = Annotated[str | None, Option("--project", help="Only this project."), Complete("projects")]
TagFilter = Annotated[list[str] | None, Option("--tag", help="Only with this tag."), Complete("tags")]
PersonFilter = Annotated[
    str | None, Option("--person", metavar="NAME", help="Only with this person."), Complete("people")
]
OnlyOwed = Annotated[bool, Option("--owed", help="Only what you owe.")]
OnlyWaiting = Annotated[bool, Option("--waiting", "-w", help="Only what you wait for.")]
OnlyWaitedFor = Annotated[bool, Option("--waiting", "-w", help="Only what you owe the people you wait for.")]
StatusFilter = Annotated[
    str, Option("--status", metavar="STATUS", help="open, done, dropped or all."), Complete("statuses")
]
IsSnoozed = Annotated[bool, Option("--snoozed", help="Only what is hidden until a date, the next to come back first.")]
IsOverdue = Annotated[bool, Option("--overdue", help="Only with a date that has passed.")]
SinceFilter = Annotated[str | None, Option("--since", metavar="DATE", help="From this day on."), Complete("past_dates")]
UntilFilter = Annotated[str | None, Option("--until", metavar="DATE", help="Up to this day."), Complete("past_dates")]
Query = Annotated[list[str], Argument(metavar="TEXT...", help="Words or beginnings of words; all of them must match.")]
CountFormat = Annotated[
    str | None, Option("--format", metavar="TEXT", help="A line of your own: {owed}, {late}, {waiting}, {nudges}.")
]

ListSort = Annotated[
    str | None,
    Option("--sort", metavar="ORDER", help="id, since, promised, person or updated (the last changed first)."),
    Complete("list_orders"),
]
TodaySort = Annotated[
    str,
    Option("--sort", metavar="ORDER", help="rank, or waited: who has waited longest first."),
    Complete("today_orders"),
]

# An assistant
MayWrite = Annotated[bool, Option("--write", help="It may also add, told, toss, hand, nudge, done, snooze, undo.")]

# Waiting for something
IsOnce = Annotated[bool, Option("--once", help="End after one line.")]
CountLines = Annotated[int | None, Option("--count", "-n", min=1, max=100_000, help="End after so many lines.")]
WatchFor = Annotated[
    str | None, Option("--for", metavar="LENGTH", help="End after this time: 45m, 2h."), Complete("lengths")
]
IsNow = Annotated[bool, Option("--now", help="Begin with what needs you already.")]

# Reminders
IsInstall = Annotated[bool, Option("--install", help="Have your system send it on working days.")]
IsRemove = Annotated[bool, Option("--remove", help="Take away what --install wrote.")]
IsStatus = Annotated[bool, Option("--status", help="Say whether one is installed and active.")]
IsSend = Annotated[bool, Option("--send", help="Send it now, unless it is quiet; for schedulers of your own.")]
IsSetupDryRun = Annotated[bool, Option("--dry-run", help="Only show the files and commands.")]

# People
Name = Annotated[list[str], Argument(metavar="NAME...", help="The person."), Complete("people")]
GoneName = Annotated[str, Argument(metavar="NAME", help="The person to merge into the other."), Complete("people")]
IntoName = Annotated[str, Argument(metavar="INTO", help="Who stays."), Complete("people")]
IsShared = Annotated[bool, Option("--share", help="What they may see of it, to paste: nothing private.")]
AsThem = Annotated[bool, Option("--as-them", help="Your queue as they see it.")]
ShareFormat = Annotated[str, Option("--format", help="For --share: text or md.")]
IsAllHistory = Annotated[bool, Option("--all", "-a", help="All that happened, not only the latest.")]
IsForgetDryRun = Annotated[bool, Option("--dry-run", help="Only say what would be erased.")]
IsWithBackups = Annotated[bool, Option("--backups", help="Delete older backups that hold them, too.")]
Sort = Annotated[
    str,
    Option("--sort", metavar="ORDER", help="attention, dark, drag, time or name."),
    Complete("orders"),
]
Emails = Annotated[list[str] | None, Option("--email", help="An e-mail address; repeatable.")]
Phones = Annotated[list[str] | None, Option("--phone", help="A number; repeatable.")]
Aliases = Annotated[list[str] | None, Option("--alias", help="Another name for them; repeatable.")]
NewName = Annotated[str | None, Option("--name", help="The new name; the old one stays as an alias.")]
Organisation = Annotated[str | None, Option("--organisation", "--org", help="Where they work.")]
PersonChannel = Annotated[
    str | None,
    Option("--channel", "--via", metavar="CHANNEL", help=f"One of {_CHANNELS}."),
    Complete("channels"),
]
PersonWeight = Annotated[str | None, Option("--weight", help=f"One of {', '.join(WEIGHTS)}."), Complete("weights")]
ReplyTarget = Annotated[
    int | None, Option("--reply-target", metavar="DAYS", min=0, max=60, help="Working days to a first answer.")
]
KeepInformed = Annotated[
    int | None, Option("--keep-informed", metavar="DAYS", min=0, max=250, help="Working days between news.")
]
NoEmails = Annotated[list[str] | None, Option("--no-email", help="Take an address away.")]
NoPhones = Annotated[list[str] | None, Option("--no-phone", help="Take a number away.")]
NoAliases = Annotated[list[str] | None, Option("--no-alias", help="Take a name away.")]

# Reports
MaybeName = Annotated[list[str] | None, Argument(metavar="[NAME]...", help="The person."), Complete("people")]
IsBrief = Annotated[bool, Option("--brief", help="The half page: the most urgent of each part.")]
IsSent = Annotated[bool, Option("--sent", help="They got it: counts as news, and the next report begins here.")]
Intro = Annotated[str | None, Option("--intro", metavar="TEXT", help="An opening sentence of your own.")]
IsReasons = Annotated[
    bool, Option("--reasons", help="On a project, with the words told to single people about dates that moved.")
]
ReportFormat = Annotated[str, Option("--format", help="text, md or html.")]
IsOpen = Annotated[bool, Option("--open", help="Show it in the browser, as HTML.")]

# The queue itself
File = Annotated[
    str,
    Argument(metavar="FILE", help="A list or an export, or - for standard input."),
    Complete("files"),
]
IsDryRun = Annotated[bool, Option("--dry-run", help="Only say what would come in.")]
InFormat = Annotated[
    str | None,
    Option("--format", metavar="FORMAT", help="The file's format, where its contents don't tell."),
    Complete("read_formats"),
]
ColumnMap = Annotated[
    list[str] | None,
    Option("--map", metavar="FIELD=WHERE", help="Where a field stands: person=Name, person=@; repeatable."),
]
Me = Annotated[list[str] | None, Option("--me", metavar="NAME", help="Your own name in the list; repeatable.")]
ForNobody = Annotated[
    str | None,
    Option("--person", metavar="PERSON", help="Whom it is with where nobody is named."),
    Complete("people"),
]
ListLabel = Annotated[
    str | None, Option("--list", metavar="NAME", help="The list's own name (default: the file's), for what is gone.")
]
IsClosedToo = Annotated[bool, Option("--closed", help="Import what is closed there too, as history.")]
TakesTheirs = Annotated[bool, Option("--theirs", help="Where both sides changed something, take the list's.")]
ClosesGone = Annotated[bool, Option("--close-gone", help="Close what this list brought and no longer has.")]
Mailboxes = Annotated[
    list[str] | None,
    Argument(
        metavar="[SOURCE]...",
        help="An mbox file, a Maildir, .eml files, or imaps://USER@HOST/FOLDER (default: the remembered ones).",
    ),
    Complete("files"),
]
MyAddresses = Annotated[
    list[str] | None, Option("--me", metavar="ADDRESS", help="Your own address; repeatable. Remembered.")
]
AcceptSide = Annotated[
    str | None,
    Option("--accept", metavar="SIDE", help="Add the likely ones without asking: owed, waiting or all."),
    Complete("mail_sides"),
]
Least = Annotated[
    float | None,
    Option("--min", metavar="LIKELIHOOD", min=0.0, max=1.0, help="From which likelihood on (with --accept: 0.7)."),
]
IsApplied = Annotated[
    bool, Option("--apply", help="Note what happened in accepted threads: told, handed over, heard, done.")
]
IsScanDryRun = Annotated[bool, Option("--dry-run", help="Only show what is proposed; remember nothing.")]
IsVerbose = Annotated[bool, Option("--verbose", help="List each skipped message with its reason.")]
IsDecided = Annotated[bool, Option("--decided", help="List what you declined or put off.")]
TakenBack = Annotated[
    int | None, Option("--take-back", metavar="NUMBER", min=1, help="Take back a decision that --decided lists.")
]
PasswordCommand = Annotated[
    str | None,
    Option("--password-command", metavar="COMMAND", help="Prints the password of a mailbox on a server. Remembered."),
]
Format = Annotated[
    str,
    Option("--format", metavar="FORMAT", help="How to write it."),
    Complete("written_formats"),
]
IsRaw = Annotated[bool, Option("--raw", help="CSV as it is: not made safe for spreadsheets.")]
OnlyOpen = Annotated[bool, Option("--open", help="Only what is open.")]
Output = Annotated[
    str | None,
    Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output."),
    Complete("files"),
]
IsForce = Annotated[bool, Option("--force", help="Replace an existing file.")]
BackupTo = Annotated[
    str | None,
    Argument(metavar="[FILE]", help="Where to (default: among the backups); list shows those."),
    Complete("backup_words"),
]
RestoreFrom = Annotated[
    str,
    Argument(
        metavar="[FILE]",
        help="A file, a number of backup list, or latest.",
    ),
    Complete("backups"),
]
IsRestoreDryRun = Annotated[bool, Option("--dry-run", help="Only say what would change.")]
IsFix = Annotated[bool, Option("--fix", help="Repair what can be repaired without guessing, after a backup.")]
IsDropTriggers = Annotated[bool, Option("--drop-triggers", help="With --fix: take out triggers of other programs.")]
SalvageTo = Annotated[
    str | None,
    Option(
        "--salvage",
        metavar="FILE",
        help="Save what can be read of a damaged queue into a new file.",
    ),
    Complete("files"),
]
Key = Annotated[str | None, Argument(metavar="[KEY]", help="A setting."), Complete("settings")]
Value = Annotated[list[str] | None, Argument(metavar="[VALUE]...", help="Its new value.")]
IsDefault = Annotated[bool, Option("--default", help="Back to the default.")]
IsTour = Annotated[bool, Option("--tour", help="Walk through the four moments of a day.")]
Folder = Annotated[
    str | None,
    Option("--dir", metavar="FOLDER", help="File for the demo queue (default: a temporary one)."),
    Complete("files"),
]
