"""The script that each shell loads, and where it goes."""

from __future__ import annotations

import os

from followq import paths
from followq.errors import DiskError, UsageError
from followq.files import make_folder, write_whole
from followq.hints import command, quote

BASH = r"""# followq completion for bash
_followq_completion() {
    local columns="${COLUMNS:-80}" line
    # Cycling through the offers puts them in whole: no descriptions then.
    case "${COMP_TYPE:-9}" in 37|42) columns=0 ;; esac
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(_FOLLOWQ_COMPLETE=complete_bash _FOLLOWQ_LINE="${COMP_LINE:0:COMP_POINT}" \
        _FOLLOWQ_BREAKS="$COMP_WORDBREAKS" _FOLLOWQ_COLUMNS="$columns" "$1" 2>/dev/null)
    if [[ "${COMPREPLY[0]-}" == ":files" ]]; then
        COMPREPLY=()
        compopt -o default 2>/dev/null
    fi
}
complete -o nosort -F _followq_completion followq 2>/dev/null || complete -F _followq_completion followq
"""

ZSH = r"""#compdef followq
_followq() {
    local -a offers
    offers=("${(@f)$(_FOLLOWQ_COMPLETE=complete_zsh _FOLLOWQ_LINE="${(j: :)words[1,CURRENT-1]} $PREFIX" \
        ${words[1]} 2>/dev/null)}")
    if [[ "$offers[1]" == ":files" ]]; then
        _files
    elif [[ -n "$offers[1]" ]]; then
        _describe -V followq offers
    fi
}
if [[ "$funcstack[1]" == "_followq" ]]; then
    _followq "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _followq followq
fi
"""

FISH = r"""# followq completion for fish
function __followq_complete
    set -l offers (env _FOLLOWQ_COMPLETE=complete_fish _FOLLOWQ_LINE=(commandline -cp | string collect) \
        followq 2>/dev/null)
    if test "$offers[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else if set -q offers[1]
        printf '%s\n' $offers
    end
end
complete --command followq --no-files --keep-order --arguments '(__followq_complete)'
"""

POWERSHELL = r"""# followq completion for PowerShell
Register-ArgumentCompleter -Native -CommandName followq -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    $Env:_FOLLOWQ_LINE = $commandAst.ToString().PadRight($length).Substring(0, $length)
    $Env:_FOLLOWQ_COMPLETE = "complete_powershell"
    try {
        followq 2>$null | Where-Object { $_ -ne ":files" } | ForEach-Object {
            $word, $text = $_ -split "`t", 2
            $insert = if ($word -match "[^\w@%+=:,./-]") { "'" + ($word -replace "'", "''") + "'" } else { $word }
            [System.Management.Automation.CompletionResult]::new(
                $insert, $word, 'ParameterValue', $(if ($text) { $text } else { $word }))
        }
    } finally {
        Remove-Item Env:_FOLLOWQ_COMPLETE, Env:_FOLLOWQ_LINE
    }
}
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}


def make_script(shell: str) -> str:
    """The script for a shell; for the one at work when none is named.

    Raises: UsageError.
    """
    return SCRIPTS[_require_known(shell)]


def install(shell: str) -> str:
    """Put the script where the shell finds it, once however often it is called; returns what was done.

    Raises: UsageError, DiskError.
    """
    shell = _require_known(shell)
    if shell == "fish":
        # fish looks there by itself.
        config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(_home(), ".config")
        path = os.path.join(config, "fish", "completions", "followq.fish")
        _write(path, FISH)
        return f"fish completes followq from now on, in new and open terminals: {path}"
    ending = {"bash": "bash", "zsh": "zsh", "powershell": "ps1"}[shell]
    path = paths.completion_path(ending)
    _write(path, SCRIPTS[shell])
    start = _start_file(shell)
    line = f". {quote(path)}"
    added = _append(start, f"\n# followq completion\n{line}\n", unless=line)
    told = f"{start} loads it" if added else f"{start} loads it already"
    return f"{shell} completes followq in new terminals ({told}); here and now: {line}"


def _require_known(shell: str) -> str:
    name = (shell or _at_work()).lower().replace("pwsh", "powershell")
    if name not in SCRIPTS:
        what = f"'{shell}' is no shell that followq can complete in" if shell else "which shell this is, can't be seen"
        raise UsageError(what, f"{command('--install-completion')} {'|'.join(SCRIPTS)}")
    return name


def _at_work() -> str:
    # Typer brings shellingham, which looks at the processes above us; the login shell is the next best guess.
    try:
        import shellingham

        return str(shellingham.detect_shell()[0])
    except (ImportError, OSError, RuntimeError):
        return os.path.basename(os.environ.get("SHELL", ""))


def _home() -> str:
    return os.path.expanduser("~")


def _start_file(shell: str) -> str:
    if shell == "bash":
        return os.path.join(_home(), ".bashrc")
    if shell == "zsh":
        return os.path.join(os.environ.get("ZDOTDIR") or _home(), ".zshrc")
    import shutil
    import subprocess

    program = shutil.which("pwsh") or shutil.which("powershell")
    if program is None:
        raise UsageError(
            "there is no PowerShell here", f"{command('--show-completion', 'powershell')} prints the script"
        )
    asked = [program, "-NoProfile", "-Command", "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $PROFILE"]
    try:
        done = subprocess.run(asked, capture_output=True, check=True, timeout=60)  # noqa: S603 - an argument list
    except (OSError, subprocess.SubprocessError) as err:
        raise DiskError(
            "PowerShell does not say where its profile is", command("--show-completion", "powershell")
        ) from err
    return done.stdout.decode("utf-8", "replace").strip()


def _write(path: str, text: str) -> None:
    try:
        make_folder(os.path.dirname(path))
    except OSError as err:
        raise DiskError(f"{path}: its folder can't be made: {err.strerror}", "check the path") from err
    write_whole(path, text, overwrite=True)


def _append(path: str, text: str, *, unless: str) -> bool:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a+", encoding="utf-8", errors="surrogateescape") as file:
            file.seek(0)
            if unless in file.read():
                return False
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return True
    except OSError as err:
        raise DiskError(f"{path}: can't be written: {err.strerror}", f"add this line to it yourself: {unless}") from err
