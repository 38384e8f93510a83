"""Completion: the scripts that the shells ask reflog with.

None of them evaluates what it is given, and none passes on anything but words.
"""

from __future__ import annotations

import os

from reflog.cli.arguments import values
from reflog.cli.command import command
from reflog.cli.completion import SHELLS
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment

SCRIPTS = {
    "bash": r"""# Completion of reflog for bash.
_reflog() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        if [[ $word == %files ]]; then
            compopt -o default 2>/dev/null
            return 0
        fi
        COMPREPLY+=("$word")
    done < <(command reflog __complete bash "${COMP_WORDS[@]:0:COMP_CWORD}" "$2" 2>/dev/null)
    return 0
}
complete -o nosort -F _reflog reflog 2>/dev/null || complete -F _reflog reflog
""",
    "zsh": r"""#compdef reflog
# Completion of reflog for zsh.
_reflog() {
    local -a before found
    before=("${(@)words[1,CURRENT-1]}")
    found=("${(@f)$(command reflog __complete zsh "${(@)before}" "$PREFIX" 2>/dev/null)}")
    found=(${found:#})
    (( $#found )) || return 1
    if [[ $found[1] == %files ]]; then
        _files
        return
    fi
    # What does not begin with what was typed would take it away: offer one after the other.
    [[ -n ${found:#${(b)PREFIX}*} ]] && compstate[insert]=menu
    compadd -U -V reflog -- $found
}
if [[ $funcstack[1] == _reflog ]]; then
    _reflog "$@"
else
    compdef _reflog reflog
fi
""",
    "fish": r"""# Completion of reflog for fish.
function __reflog_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (command reflog __complete fish $words "$current" 2>/dev/null)
    if test "$found" = %files
        __fish_complete_path "$current"
    else if set -q found[1]
        printf '%s\n' $found
    end
end
complete -c reflog -f -k -a '(__reflog_complete)'
""",
}


@command("completion [SHELL]", group="keeping", takes="SHELL")
def completion(env: Environment, words: options.Words = None) -> None:
    """Print the script that lets TAB complete commands, options, people and numbers.

    For bash, zsh or fish; without SHELL, for the one you are using. reflog completion bash >
    ~/.local/share/bash-completion/completions/reflog
    """
    named = values.joined(words) if words else os.path.basename(env.environ.get("SHELL", ""))
    if named not in SHELLS:
        message = f"Which shell? There is completion for {', '.join(SHELLS)}."
        raise UsageError(message, hint="reflog completion bash")
    if env.json:
        env.answer_json({"shell": named, "script": SCRIPTS[named]})
    else:
        env.say(SCRIPTS[named])
