# The mark before a row keeps it right-to-left where its items are written in Latin letters.
list-comma = {"\u200F"}{ $most } و{ $next }
list-last = {"\u200F"}{ $most } و{ $last }
