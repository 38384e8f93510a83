# Completion of reflog for fish.
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
