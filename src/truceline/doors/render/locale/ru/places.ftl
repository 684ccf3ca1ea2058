# Places by name, and coordinates as people give them: what is asked back.

places-none = Здесь нет места с похожим названием. Назовите его по буквам или укажите ближайший крупный населённый пункт.
places-which = { $count ->
    [one] Вы имеете в виду { $names }?
   *[other] Какое место вы имеете в виду: { $names }?
}
places-asked-axes = Какое из чисел широта, а какое — долгота?
places-asked-hemisphere = Северная или южная широта, восточная или западная долгота?
places-asked-zone = Какая это зона сетки?
places-asked-numbers = Запятая отделяет дробную часть или разделяет два числа?
places-asked-outside = Это за пределами района, где ожидаются координаты. Всё верно?
