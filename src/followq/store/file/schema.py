"""What the queue's file looks like: pleasant to open with sqlite-utils, Datasette or plain sqlite3.

Columns carry the names of the model's fields (`tests/contracts` holds them equal). Lists are JSON arrays.
Moments are text, `2026-12-01` or `2026-12-01T14:00:00Z`. There are no triggers: whatever is derived
(`person_names`, `search`) is kept by the one writer.
"""

from __future__ import annotations

APPLICATION_ID = 0x46515545
"""`FQUE`, at byte 68 of the file: tells a followq queue from any other SQLite file."""

VERSION = 7
"""`PRAGMA user_version`: the number of migrations applied."""

_MOMENT = "({0} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR {0} GLOB '*T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z')"


def _moment(column: str) -> str:
    return f"CHECK {_MOMENT.format(column)}"


PEOPLE = f"""
CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  aliases TEXT NOT NULL DEFAULT '[]' CHECK (aliases LIKE '[%]'),
  emails TEXT NOT NULL DEFAULT '[]' CHECK (emails LIKE '[%]'),
  phones TEXT NOT NULL DEFAULT '[]' CHECK (phones LIKE '[%]'),
  organisation TEXT,
  channel TEXT CHECK (channel IN ('call', 'chat', 'email', 'meet', 'letter')),
  weight TEXT NOT NULL DEFAULT 'normal' CHECK (weight IN ('normal', 'key', 'vip')),
  reply_target_days INTEGER CHECK (reply_target_days >= 0),
  keep_informed_days INTEGER CHECK (keep_informed_days >= 0),
  note TEXT,
  created_at TEXT NOT NULL {_moment("created_at")}
) STRICT
"""

PERSON_NAMES = """
CREATE TABLE person_names (
  key TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  PRIMARY KEY (key, person_id)
) STRICT, WITHOUT ROWID
"""

FOLLOWUPS = f"""
CREATE TABLE followups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES people (id),
  text TEXT NOT NULL CHECK (text <> ''),
  ball TEXT NOT NULL CHECK (ball IN ('mine', 'theirs')),
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'dropped')),
  since TEXT NOT NULL {_moment("since")},
  promised TEXT {_moment("promised")},
  first_promised TEXT {_moment("first_promised")},
  slips INTEGER NOT NULL DEFAULT 0 CHECK (slips >= 0),
  told_at TEXT {_moment("told_at")},
  nudges INTEGER NOT NULL DEFAULT 0 CHECK (nudges >= 0),
  nudged_at TEXT {_moment("nudged_at")},
  snoozed_until TEXT {_moment("snoozed_until")},
  snoozes INTEGER NOT NULL DEFAULT 0 CHECK (snoozes >= 0),
  effort_minutes INTEGER CHECK (effort_minutes > 0),
  spent_minutes INTEGER NOT NULL DEFAULT 0 CHECK (spent_minutes >= 0),
  channel TEXT CHECK (channel IN ('call', 'chat', 'email', 'meet', 'letter')),
  project TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (tags LIKE '[%]'),
  note TEXT,
  every TEXT,
  anchor TEXT {_moment("anchor")},
  blocked_by TEXT NOT NULL DEFAULT '[]' CHECK (blocked_by LIKE '[%]'),
  source TEXT,
  created_at TEXT NOT NULL {_moment("created_at")},
  closed_at TEXT {_moment("closed_at")},
  CHECK ((status = 'open') = (closed_at IS NULL))
) STRICT
"""

BATCHES = f"""
CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL {_moment("at")},
  zone TEXT NOT NULL,
  command TEXT NOT NULL,
  undoes INTEGER REFERENCES batches (id)
) STRICT
"""

CHANGES = """
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  batch_id INTEGER NOT NULL REFERENCES batches (id),
  subject TEXT NOT NULL CHECK (subject IN ('person', 'followup')),
  subject_id INTEGER NOT NULL,
  action TEXT NOT NULL CHECK (action IN ('create', 'change', 'remove')),
  fields TEXT NOT NULL CHECK (fields LIKE '{%}'),
  remark TEXT NOT NULL DEFAULT ''
) STRICT
"""

FIRST_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5 (
  person, text, note, project, tags, tokenize = "unicode61 remove_diacritics 2"
)
"""

TABLES = (PEOPLE, PERSON_NAMES, FOLLOWUPS, BATCHES, CHANGES, FIRST_SEARCH)

INDEXES = (
    # The open ones alone, in the order of their rowid: today and waiting never touch what is closed.
    "CREATE INDEX followups_open ON followups (ball) WHERE status = 'open'",
    "CREATE INDEX followups_owed_by_since ON followups (since) WHERE status = 'open' AND ball = 'mine'",
    "CREATE INDEX followups_owed_by_promised ON followups (promised)"
    " WHERE status = 'open' AND ball = 'mine' AND promised IS NOT NULL",
    "CREATE INDEX followups_blocked ON followups (id) WHERE status = 'open' AND blocked_by <> '[]'",
    "CREATE INDEX followups_open_by_person ON followups (person_id) WHERE status = 'open'",
    "CREATE INDEX followups_by_person ON followups (person_id)",
    "CREATE INDEX followups_by_source ON followups (source) WHERE source IS NOT NULL",
    "CREATE INDEX followups_spent ON followups (closed_at) WHERE status = 'done' AND spent_minutes > 0",
    "CREATE INDEX changes_by_batch ON changes (batch_id)",
    "CREATE INDEX changes_by_subject ON changes (subject, subject_id)",
)

BALL_CHANGED = "action = 'change' AND instr(fields, '\"ball\":[') > 0"
"""Not to be mistaken for words of a text, whose quotes are escaped in JSON."""

TURNAROUND_INDEXES = (
    "CREATE INDEX followups_done ON followups (ball, closed_at) WHERE status = 'done'",
    "CREATE INDEX followups_closed_by_person ON followups (person_id, status, ball, closed_at)"
    " WHERE closed_at IS NOT NULL",
    f"CREATE INDEX changes_of_ball ON changes (seq) WHERE {BALL_CHANGED}",
    f"CREATE INDEX changes_of_ball_by_followup ON changes (subject_id) WHERE {BALL_CHANGED}",
    "CREATE INDEX batches_undone ON batches (undoes) WHERE undoes IS NOT NULL",
)
"""What `Reader.turnarounds` is found by, in whatever history."""

WHOLE_DESK_INDEXES = (
    # What `store/records/sql_ranking.py` sums up and goes through stands in the index, so that the rows themselves,
    # with their words, are read for the few that are shown.
    "CREATE INDEX followups_owed ON followups (effort_minutes, channel, spent_minutes, slips, snoozes, since, promised,"
    " first_promised, told_at, snoozed_until, blocked_by, person_id) WHERE status = 'open' AND ball = 'mine'",
    "CREATE INDEX followups_owed_by_promise ON followups (promised, first_promised, slips, effort_minutes, channel,"
    " spent_minutes, snoozed_until, blocked_by, since, snoozes, told_at, person_id)"
    " WHERE status = 'open' AND ball = 'mine' AND (promised IS NOT NULL OR first_promised IS NOT NULL)",
    "CREATE INDEX followups_waited ON followups (person_id, nudges, since, promised, nudged_at, snoozed_until,"
    " created_at) WHERE status = 'open' AND ball = 'theirs'",
    # As corrections may leave it: hardly anything, ever.
    "CREATE INDEX followups_told_early ON followups (id) WHERE status = 'open' AND ball = 'mine' AND told_at < since",
    "CREATE INDEX followups_snoozed ON followups (snoozed_until, ball)"
    " WHERE status = 'open' AND snoozed_until IS NOT NULL",
    "DROP INDEX followups_owed_by_promised",
    "DROP INDEX followups_open_by_person",
    "CREATE INDEX followups_open_by_person ON followups (person_id, ball) WHERE status = 'open'",
)
"""What is seen of everything open at once: `today` at any size."""

COUNTED_ON = "min(ifnull(ifnull(agreed, first_promised), promised), ifnull(promised, ifnull(agreed, first_promised)))"
"""The day they count on; as `FollowUp.counted_on` has it."""

NEW_FIELDS = (
    f"ALTER TABLE people ADD COLUMN away_until TEXT {_moment('away_until')}",
    f"ALTER TABLE people ADD COLUMN left_on TEXT {_moment('left_on')}",
    f"ALTER TABLE followups ADD COLUMN agreed TEXT {_moment('agreed')}",
    f"ALTER TABLE followups ADD COLUMN heard_at TEXT {_moment('heard_at')}",
    # What is promised for today or before, by the day they count on.
    f"CREATE INDEX followups_counted_on ON followups ({COUNTED_ON}) WHERE status = 'open' AND ball = 'mine'"
    " AND (promised IS NOT NULL OR first_promised IS NOT NULL)",
    "DROP INDEX followups_owed",
    "DROP INDEX followups_owed_by_promise",
    "DROP INDEX followups_waited",
    "CREATE INDEX followups_owed ON followups (effort_minutes, channel, spent_minutes, slips, snoozes, since, promised,"
    " first_promised, agreed, told_at, snoozed_until, blocked_by, person_id) WHERE status = 'open' AND ball = 'mine'",
    "CREATE INDEX followups_owed_by_promise ON followups (promised, first_promised, agreed, slips, effort_minutes,"
    " channel, spent_minutes, snoozed_until, blocked_by, since, snoozes, told_at, person_id)"
    " WHERE status = 'open' AND ball = 'mine' AND (promised IS NOT NULL OR first_promised IS NOT NULL)",
    "CREATE INDEX followups_waited ON followups (person_id, nudges, since, promised, nudged_at, heard_at,"
    " snoozed_until, created_at) WHERE status = 'open' AND ball = 'theirs'",
)
"""Promises moved with consent, words that came without the ball, people who are away or left."""

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5 (
  person, text, note, project, tags, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
)
"""
"""Holds folded words (`reader.searchable`), so that SQLite needn't fold; vowel signs are part of their word."""

FOLDED_SEARCH = ("DROP TABLE search", SEARCH)

PERSON_CHANGED = "action = 'change' AND instr(fields, '\"person_id\":[') > 0"

FIRST_ASKS_AND_MOVES = (
    "ALTER TABLE followups ADD COLUMN link TEXT CHECK (link <> '')",
    "DROP INDEX IF EXISTS followups_waited",
    "CREATE INDEX followups_waited ON followups (person_id, nudges, since, promised, told_at, nudged_at, heard_at,"
    " snoozed_until, created_at) WHERE status = 'open' AND ball = 'theirs'",
    f"CREATE INDEX changes_of_person ON changes (subject_id) WHERE {PERSON_CHANGED}",
)
"""Where a follow-up came from, to be opened; when they were asked for what is waited for, in the index, so that no row
is read for it; and with whom a follow-up was, without a walk over the history.
"""

OLD_BALL = "CASE WHEN instr(fields, '\"ball\":[\"mine\"') > 0 THEN 'mine' ELSE 'theirs' END"
SINCES = 'CASE WHEN instr(fields, \'"since":["\') > 0 THEN substr(fields, instr(fields, \'"since":["\') + 10, 43) END'
"""Who had the ball and since when, then `","` and until when, of a toss: read as text, as SQLite takes no function of
JSON in the index of a file that it doesn't trust.
"""

REOPENED = "action = 'change' AND instr(fields, ',\"open\"]') > 0"
"""Taken up again, or an undone end; a text that is just that word passes too."""

HISTORY_INDEXES = (
    "DROP INDEX followups_by_person",
    "CREATE INDEX followups_by_person ON followups (person_id, ball, spent_minutes)",
    "DROP INDEX changes_of_ball_by_followup",
    "CREATE INDEX changes_of_ball_by_followup ON changes"
    f" (subject_id, seq, batch_id, {OLD_BALL}, {SINCES}) WHERE {BALL_CHANGED}",
    f"CREATE INDEX changes_reopened ON changes (subject_id) WHERE {REOPENED}",
)
"""Shares, turnarounds and figures of a long history, without reading its rows."""

STATEMENTS = (
    *TABLES, *INDEXES, *TURNAROUND_INDEXES, *WHOLE_DESK_INDEXES, *NEW_FIELDS, *FOLDED_SEARCH, *FIRST_ASKS_AND_MOVES,
    *HISTORY_INDEXES,
)  # fmt: skip
"""Everything but the views, in the order of the migrations."""

VIEWS = {
    "owed": """
        SELECT f.id, p.name AS person, f.text, f.since, f.promised, f.told_at, f.snoozed_until, f.project
        FROM followups f JOIN people p ON p.id = f.person_id
        WHERE f.status = 'open' AND f.ball = 'mine' ORDER BY f.since
    """,
    "waiting": """
        SELECT f.id, p.name AS person, f.text, f.since, f.promised AS expected, f.nudges, f.nudged_at,
          f.snoozed_until, f.project
        FROM followups f JOIN people p ON p.id = f.person_id
        WHERE f.status = 'open' AND f.ball = 'theirs' ORDER BY f.since
    """,
    "log": """
        SELECT c.seq, b.at, b.command, b.id AS batch, b.undoes, c.subject, c.subject_id, c.action, c.fields,
          c.remark
        FROM changes c JOIN batches b ON b.id = c.batch_id ORDER BY c.seq
    """,
}
