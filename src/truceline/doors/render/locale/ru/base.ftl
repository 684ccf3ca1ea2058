list-comma = { $most }, { $next }
list-last = { $most } и { $last }
