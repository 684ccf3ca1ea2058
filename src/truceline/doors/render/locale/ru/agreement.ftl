agreement-as-it-stands = { $title }: состояние на { $moment } ({ $zone })
agreement-status-in_force = действует
agreement-status-draft = проект, не вступал в силу
agreement-status-fictional = вымышленное, для обучения
agreement-who = Кто связан соглашением и по чьему списку
agreement-actor = Участник
agreement-roles = Роли
agreement-rules = Пункты
agreement-clause = Пункт
agreement-effect = Действие
agreement-says = Содержание
agreement-source = Источник
agreement-now = В силе
agreement-yes = да
agreement-no = нет
agreement-zones = Зоны
agreement-zone = Зона
agreement-area = Площадь
agreement-not-published = карта не публиковалась: охват неизвестен
agreement-km2 = около { $number } км²
agreement-lists = Списки
agreement-list-published = { $title }: названия опубликованы
agreement-list-count = { $title }: названия не опубликованы; названо число групп: { $groups } ({ $day }, { $source })
agreement-list-no-count = { $title }: названия не опубликованы; число к этому времени не называлось
agreement-disputed = спорно
agreement-either = { $one } или { $other }
agreement-readings = толкуется по-разному: { $readings }
agreement-fingerprint = Контрольная сумма составленного текста: { $mark }
effect-prohibit = запрещает
effect-require_notice = допускает после уведомления за { $hours } ч
effect-require_concurrence = допускает с согласия: { $who }
effect-advise = рекомендует
diff-none = { $a } и { $b } не различаются.
diff-head = Чем { $b } отличается от { $a }
diff-added = только в { $b }
diff-removed = только в { $a }
diff-changed = изменено
diff-was = было: { $text }
diff-is = стало: { $text }
diff-nothing = ничего
backtest-head = { $texts ->
    [one] { $texts } текст
    [few] { $texts } текста
   *[many] { $texts } текстов
  }, { $events ->
    [one] { $events } событие
    [few] { $events } события
   *[many] { $events } событий
  }
backtest-text = Текст
backtest-clause = Пункт
backtest-people = Оставлено людям
backtest-example = Самый ясный пример
backtest-differences = Что охватывает один текст и не охватывает другой
backtest-difference = { $a } охватывает { $events ->
    [one] { $events } событие
    [few] { $events } события
   *[many] { $events } событий
  } вне охвата { $b }; например { $examples }
backtest-same = Охват одинаков.
backtest-none = Вне охвата всех текстов: { $events }
backtest-asked = Что прояснило бы больше всего по тексту { $text }
lint-clean = { $name }: замечаний нет; пунктов: { $rules }, контрольная сумма { $mark }
lint-faults = { $name }: { $faults ->
    [one] { $faults } замечание
    [few] { $faults } замечания
   *[many] { $faults } замечаний
  }
