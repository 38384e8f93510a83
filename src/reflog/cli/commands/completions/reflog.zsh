#compdef reflog
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
