"""The commands: names, moments of the day, help, and what people type who come from elsewhere. Imports nothing."""

from __future__ import annotations

# The moments of the day, as help shows them.
PANELS = (
    "After a call",
    "Each morning",
    "Before chasing others",
    "Working it off",
    "Before a meeting",
    "The queue itself",
)

# Name, panel, help. The module and function follow from the name (see `dispatch.function_of`).
# What help and completion show is made from here: `python3 make.py docs`.
COMMANDS: dict[str, tuple[int, str]] = {
    "add": (0, "Note who waits on you, or with -w whom you wait on."),
    "today": (1, "Whom to get back to first, and why."),
    "why": (1, "Its score, term by term."),
    "count": (1, "How much is owed and late, for a prompt or a status bar."),
    "waiting": (2, "What you owe them first; then whom to nudge, and how."),
    "nudge": (2, "You asked again."),
    "heard": (2, "They answered in part, or named a day; they still owe it."),
    "clear": (3, "The guided round: card by card, one key each."),
    "say": (3, "A message ready to send: open it, copy it, log it."),
    "done": (3, "Close: delivered, or received."),
    "told": (3, "They know where it stands; the debt stays."),
    "toss": (3, "Hand the ball over to the other side."),
    "hand": (3, "Somebody else does the work; your debt stays."),
    "snooze": (3, "Hide until a date; it counts."),
    "edit": (3, "Change what was noted."),
    "note": (3, "Add to the private note."),
    "drop": (3, "Close without doing it."),
    "reopen": (3, "Take up again what was closed."),
    "undo": (3, "Take back the last command, any number of times."),
    "redo": (3, "Bring back what was undone."),
    "with": (4, "Everything between you and one person."),
    "people": (4, "Who needs attention."),
    "report": (4, "Where things stand, for a customer or a project."),
    "stats": (4, "Your speed and drag: in and out, turnaround, promises."),
    "show": (4, "Everything about one follow-up."),
    "list": (4, "Follow-ups, filtered."),
    "search": (4, "Find words in texts, notes and names."),
    "log": (4, "What was done, in order."),
    "person": (5, "Add, edit, join or forget people."),
    "import": (5, "Bring in follow-ups from a file."),
    "export": (5, "Write the queue as JSON, CSV, or for other programs."),
    "backup": (5, "A checked copy of the queue; and which there are."),
    "restore": (5, "Put a backup in the queue's place."),
    "doctor": (5, "Is the queue sound? Checks, repairs, saves what can be read."),
    "config": (5, "Settings: show, or set one."),
    "demo": (5, "A made-up queue to try every command on."),
}

SUBCOMMANDS: dict[str, dict[str, str]] = {
    "person": {
        "add": "Add a person with addresses and targets.",
        "edit": "Change what is known of a person.",
        "merge": "Make one person of two.",
        "forget": "Erase a person and their texts for good.",
    }
}

# What people type who come from elsewhere, where no spelling is near.
MEANT = {
    "new": "add", "create": "add", "owe": "add", "next": "today", "status": "today", "ls": "list", "agenda": "today",
    "chase": "nudge", "remind": "nudge", "ping": "nudge", "ask": "nudge", "wait": "waiting", "close": "done",
    "finish": "done", "complete": "done", "delegate": "hand", "assign": "hand", "defer": "snooze",
    "postpone": "snooze", "hide": "snooze", "rm": "drop", "delete": "drop", "remove": "drop", "cancel": "drop",
    "modify": "edit", "change": "edit", "find": "search", "grep": "search", "history": "log", "message": "say",
    "write": "say", "mail": "say", "email": "say", "call": "say", "update": "told", "inform": "told",
    "contact": "person", "contacts": "people", "info": "show", "view": "show", "settings": "config",
    "meeting": "with", "explain": "why", "revert": "undo", "load": "import", "save": "export", "check": "doctor",
    "repair": "doctor", "fsck": "doctor", "verify": "doctor", "fix": "doctor", "copy": "backup", "backups": "backup",
    "recover": "restore", "answered": "heard", "replied": "heard",
}  # fmt: skip

HELP = """Clear your own queue first: who waits on you, and whom you wait on.

After a call: followq add. Each morning: followq today. Before chasing others: followq waiting."""
