# Completion of reflog for bash.
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
