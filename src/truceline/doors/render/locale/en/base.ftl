list-comma = { $most }, { $next }
list-last = { $most } and { $last }
