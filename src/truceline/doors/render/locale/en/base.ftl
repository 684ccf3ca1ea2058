list-comma = {", "}
list-last = { $most } and { $last }
