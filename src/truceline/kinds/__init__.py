"""Every kind of entry: what it says, who may append it, about whose object, and whether it may be sealed."""
