# Places by name, and coordinates as people give them: what is asked back.

places-none = No place here sounds like that. Please spell it, or name the next larger place.
places-which = { $count ->
    [one] Do you mean { $names }?
   *[other] Which of these do you mean: { $names }?
}
places-asked-axes = Which number is the latitude (north or south), and which the longitude?
places-asked-hemisphere = North or south, east or west?
places-asked-zone = Which zone of the grid is it?
places-asked-numbers = Is the comma a decimal point, or does it part two numbers?
places-asked-outside = That lies outside the area where positions are expected. Is it meant?
