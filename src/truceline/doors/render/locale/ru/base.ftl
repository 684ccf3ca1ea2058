list-comma = {", "}
list-last = { $most } и { $last }
