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

# Name, panel, help. The module and function follow from the name (see `dispatch.find_function`).
# What help and completion show is made from here: `python3 make.py docs`.
COMMANDS: dict[str, tuple[int, str]] = {
    "add": (0, "Note who waits on you, or with -w whom you wait on."),
    "today": (1, "Whom to get back to first, and why."),
    "why": (1, "Its score, term by term."),
    "count": (1, "How much is owed and late, for a prompt or a status bar."),
    "watch": (1, "Wait until something needs you: a line each, for scripts."),
    "waiting": (2, "What you owe them first; then whom to nudge, and how."),
    "nudge": (2, "You asked again."),
    "heard": (2, "They answered in part, or named a day; they still owe it."),
    "clear": (3, "The guided round: card by card, one key each."),
    "say": (3, "A message ready to send: open it, copy it, log it."),
    "done": (3, "Close: delivered, or received."),
    "told": (3, "Record a status update; you still owe it."),
    "toss": (3, "Hand the ball over to the other side."),
    "hand": (3, "Delegate the work; you still owe the result."),
    "snooze": (3, "Hide until a date. Each snooze raises its rank later."),
    "edit": (3, "Change what was noted."),
    "note": (3, "Add to the private note."),
    "drop": (3, "Close without doing it."),
    "reopen": (3, "Reopen what was closed."),
    "open": (3, "Open where it came from: its page, ticket or mail."),
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
    "person": (5, "Add, edit, merge or forget people."),
    "import": (5, "Import follow-ups, tickets or contacts from a file."),
    "scan": (5, "Find in your mail who waits on you, and whom you wait on."),
    "export": (5, "Export the queue as JSON, CSV, or for other programs."),
    "backup": (5, "Make a verified backup, or list backups."),
    "restore": (5, "Replace the queue with a backup."),
    "doctor": (5, "Check the queue for damage, repair it, or recover what is readable."),
    "mcp": (5, "Serve an assistant, over the Model Context Protocol."),
    "remind": (5, "A reminder on the desktop, each working day."),
    "config": (5, "Show the settings, or change one."),
    "demo": (5, "A made-up queue to try every command on."),
}

SUBCOMMANDS: dict[str, dict[str, str]] = {
    "person": {
        "add": "Add a person with addresses and targets.",
        "edit": "Change what is known of a person.",
        "merge": "Merge two people into one.",
        "forget": "Erase a person and their texts for good.",
    }
}

# What people type who come from elsewhere, where no spelling is near. ID stands for the word that follows.
MEANT = {
    "new": "add", "create": "add", "owe": "add", "followup": "add", "follow-up": "add", "expect": "add -w",
    "await": "add -w", "next": "today", "status": "today", "agenda": "today", "morning": "today", "week": "today",
    "plan": "today", "todo": "today", "ls": "list", "chase": "nudge", "reminder": "nudge",
    "ping": "nudge", "ask": "say ID ask", "wait": "waiting", "close": "done", "finish": "done", "complete": "done",
    "deliver": "done", "received": "done", "delegate": "hand", "assign": "hand", "defer": "snooze",
    "postpone": "snooze", "delay": "snooze", "later": "snooze", "hide": "snooze", "rm": "drop", "delete": "drop",
    "remove": "drop", "cancel": "drop", "modify": "edit", "change": "edit", "move": "edit", "reschedule": "edit",
    "find": "search", "grep": "search", "history": "log", "message": "say", "write": "say", "mail": "say",
    "email": "say", "call": "say", "phone": "say", "send": "say", "reply": "say", "respond": "say",
    "thank": "say ID thanks", "thanks": "say ID thanks", "decline": "say ID no", "acknowledge": "say ID ack",
    "update": "told", "inform": "told", "tell": "told", "answered": "heard", "replied": "heard", "contact": "person",
    "forget": "person forget", "erase": "person forget", "purge": "person forget", "merge": "person merge",
    "rename": "person edit", "contacts": "people", "who": "people", "info": "show", "view": "show",
    "meeting": "with", "explain": "why", "revert": "undo", "summary": "report", "statistics": "stats",
    "settings": "config", "load": "import", "save": "export", "check": "doctor", "repair": "doctor", "fsck": "doctor",
    "verify": "doctor", "fix": "doctor", "copy": "backup", "backups": "backup", "recover": "restore",
    "link": "open", "url": "open", "browse": "open",
    "person new": "person add", "person create": "person add", "person rename": "person edit",
    "person change": "person edit", "person join": "person merge", "person delete": "person forget",
    "person remove": "person forget", "person rm": "person forget", "person erase": "person forget",
    "person show": "with", "person list": "people", "person ls": "people",
}  # fmt: skip

HELP = """Clear your own queue first: who waits on you, and whom you wait on.

After a call: followq add. Each morning: followq today. Before chasing others: followq waiting."""
