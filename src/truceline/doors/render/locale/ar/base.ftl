list-comma = {"، "}
list-last = { $most } و{ $last }
