# Что говорит вывод, о чём спрашивать и что решил бы ответ.
# Вывод вычислен и предварителен; слов, отведённых решению компетентного органа, здесь нет.

number = { $n }
quoted = «{ $text }»
list-or = { $most } или { $last }
list-or-comma = { $most }, { $next }
list-beside = { $most }, { $next }

## Результаты

result-certain = несомненно
result-possible = возможно
result-undetermined = не определено
result-excepted = действует изъятие
result-not_reached = вне сферы действия
result-not_engaged = не затронуто
result-contradictory = противоречиво

## Статус по списку

status-party = сторона соглашения
status-excluded = исключён из соглашения
status-non_party = не сторона соглашения
status-unlisted = не включён в список

## Что было сделано

kind-attack = нападение
kind-air_strike = авиационный удар
kind-shelling = обстрел
kind-ground_assault = наземное наступление
kind-small_arms_fire = огонь из стрелкового оружия
kind-explosive_device = подрыв взрывного устройства
kind-missile_strike = ракетный удар
kind-drone_strike = удар беспилотного летательного аппарата
kind-flight = полёт
kind-combat_flight = боевой вылет
kind-reconnaissance_flight = разведывательный полёт
kind-transport_flight = транспортный полёт
kind-movement = передвижение
kind-troop_movement = передвижение войск
kind-weapon_movement = перемещение вооружений
kind-convoy_movement = движение колонны
kind-deployment = размещение
kind-weapon_deployment = размещение вооружений
kind-troop_deployment = размещение войск
kind-fortification = возведение укреплений
kind-territory_gain = занятие территории
kind-access_denied = отказ в доступе
kind-detention = задержание
kind-abduction = похищение людей
kind-provocation = провокация
kind-looting = мародёрство
kind-siege = осада
kind-propaganda = пропаганда

## Чем, с чего, для чего

weapon-small_arms = стрелковое оружие
weapon-machine_gun = пулемёт
weapon-mortar = миномёт
weapon-artillery = артиллерия
weapon-artillery_100mm = артиллерия калибра 100 мм и более
weapon-mlrs = реактивная система залпового огня
weapon-mlrs_long = дальнобойная реактивная система залпового огня
weapon-tactical_missile = тактическая ракета
weapon-tank = танк
weapon-anti_tank_missile = противотанковая управляемая ракета
weapon-rocket = неуправляемая ракета
weapon-air_bomb = авиационная бомба
weapon-barrel_bomb = бочковая бомба
weapon-explosive_device = взрывное устройство
weapon-chemical = химическое оружие
weapon-anti_aircraft = зенитное средство

platform-fixed_wing = самолёт
platform-rotary_wing = вертолёт
platform-uav = беспилотный летательный аппарат
platform-ground_vehicle = наземное транспортное средство
platform-vessel = судно
platform-foot = пешим порядком

purpose-medevac = медицинская эвакуация
purpose-rescue = спасательные работы
purpose-fire_fighting = тушение пожара
purpose-humanitarian = гуманитарная помощь
purpose-weather = метеорологические наблюдения
purpose-agriculture = сельскохозяйственные работы
purpose-transport = перевозка
purpose-training = учебные занятия
purpose-patrol = патрулирование
purpose-monitoring = наблюдение
purpose-resupply = снабжение

## Что поражено, кто пострадал

site-civilian_object = гражданский объект
site-medical = медицинское учреждение
site-school = школа
site-camp = лагерь
site-market = рынок
site-worship = место отправления культа
site-water = объект водоснабжения
site-power = объект энергоснабжения
site-humanitarian = гуманитарный объект
site-cultural = культурная ценность
site-military = военный объект

harmed-civilian = гражданские лица
harmed-medical = медицинский персонал
harmed-humanitarian = гуманитарный персонал
harmed-journalist = журналисты
harmed-child = дети
harmed-detainee = лица, содержащиеся под стражей
harmed-combatant = комбатанты
harmed-monitor = наблюдатели

answer-concurred = согласие
answer-objected = возражение
answer-acknowledged = подтверждение получения

## Сведения о действии

field-a = одна сторона
field-b = другая сторона
field-direction = кто начал
field-kind = что было сделано
field-weapon = оружие
field-platform = транспортное средство или летательный аппарат
field-purpose = назначение
field-site = что поражено
field-armed = наличие вооружения
field-control_changed = смена контроля над местом
field-in_notified_volume = пребывание в пределах уведомления
field-harmed = кто пострадал
field-place = место
field-own_line_mm = расстояние от линии того, кто начал
field-time = время
field-altitude = высота
field-notice = заблаговременное уведомление
field-answers = полученные ответы
field-amounts = численность или присутствие

direction-a_to_b = начала сторона { $a }
direction-b_to_a = начала сторона { $b }
direction-mutual = действовали обе стороны

## Что принято за данное

closure-no_third_actor = Принято, что никто, кроме названных сторон, не действовал.
closure-umbrella_as_listed = Принято, что под общим наименованием действуют группировки, перечисленные под ним в соглашении, а если соглашение оставляет этот перечень открытым — также и другие.
closure-adherence_constant = Принято, что группировка, которая может значиться в списке без опубликованных названий, на всём протяжении события либо значилась в нём, либо нет.
closure-place_not_enumerable = Место, известное лишь приблизительно, на карту не наносится; всё, что зависит от места, остаётся неизвестным.

standing-primary = сам текст
standing-secondary = более позднее сообщение
standing-draft = газетное изложение предложения
standing-own = составлено для данного собрания

clause-effect-prohibit = запрет
clause-effect-require_notice = требуется заблаговременное уведомление
clause-effect-require_concurrence = требуется согласие
clause-effect-advise = рекомендация, а не запрет

role-government_side = сторона правительства
role-opposition = оппозиция
role-coalition = коалиция

## Названия участников и мест

body-another = другая группировка, не названная в соглашении
body-unknown = не сказано, кто
body-nobody = никто
column-common = Общий столбец
column-of = Столбец «{ $author }»
column-all = Общий столбец: все списки и все прочтения
column-own = Столбец «{ $author }»: собственные список и прочтения
place-band = { $place }, не далее чем в { $distance }
distance-m = { $n } м
distance-km = { $n } км
lead-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
    [many] { $n } часов
   *[other] { $n } часа
}
lead-minutes = { $n ->
    [one] { $n } минуту
    [few] { $n } минуты
    [many] { $n } минут
   *[other] { $n } минуты
}
groups = { $n ->
    [one] { $n } группировка
    [few] { $n } группировки
    [many] { $n } группировок
   *[other] { $n } группировки
}
versions = { $n ->
    [one] { $n } версия фактов
    [few] { $n } версии фактов
    [many] { $n } версий фактов
   *[other] { $n } версии фактов
}
paragraphs = { $n ->
    [1] п. { $list } текста
   *[other] пп. { $list } текста
}

## Предложение

clauses-under = { $n ->
    [0] один из пунктов соглашения
    [1] пункт { $list }
   *[other] один из пунктов { $list }
}
clauses-some = { $n ->
    [0] один из пунктов соглашения
    [1] пункт { $list }
   *[other] один или несколько из пунктов { $list }
}
clauses-any = { $n ->
    [0] какой-либо из пунктов соглашения
    [1] пункт { $list }
   *[other] какой-либо из пунктов { $list }
}
clauses-listed = { $n ->
    [1] пункт { $list }
   *[other] пункты { $list }
}
clauses-speak = { $n ->
    [0] в соглашении
    [1] в пункте { $list }
   *[other] в пунктах { $list }
}
finding-certain = При любой версии имеющихся у нас фактов действие подпадает под { $clauses }
finding-lead = При любой версии имеющихся у нас фактов, согласно которой { $premise }, действие подпадает под { $clauses }
finding-some = При некоторых, но не при всех версиях имеющихся у нас фактов действие подпадает под { $clauses }
finding-undetermined = Подпадает ли действие под { $clauses }, сказать нельзя. Ни одно из принимаемых в расчёт сообщений не отвечает на следующее: { $questions }
finding-excepted = Ни при одной версии имеющихся у нас фактов действие не подпадает под { $clauses }; по меньшей мере при одной из них действует изъятие: { $exceptions }; это не разрешение
finding-not-reached = Соглашение молчит; применяются иные нормы права: действие относится или может относиться к тем, о которых говорится { $clauses }, но ни при одной версии имеющихся у нас фактов соглашение на него не распространяется; это не разрешение
finding-not-engaged = Ни одно правило не затронуто; это не разрешение: ни при одной версии имеющихся у нас фактов действие не относится к тем, о которых говорится в запретах и требованиях соглашения
finding-not-engaged-clause = Пункт не затронут; это не разрешение: ни при одной версии имеющихся у нас фактов действие не относится к тем, о которых говорится { $clauses }
finding-contradictory = Ни одна версия фактов не согласуется со всем, что сообщено; вычисление не производится
finding-too-many = Число различающихся версий фактов превышает { $limit }; вычисление не производится, результат не определён
finding-advice = { $sentence } (рекомендация, а не запрет)
text-cited = { $text } ({ $paragraph })
column-says = Список и прочтение: { $author }. { $sentence }
exception-notice-given = своевременное уведомление ({ $paragraph })
exception-concurrence-held = полученное согласие ({ $paragraph })
tail-subject = , с оговоркой: { $questions } (решение остаётся за людьми)
tail-justified = ; оправдывающие обстоятельства ({ $paragraphs }) не рассматривались
tail-side = ; какой из сторон совершено действие, неизвестно
tail-advice = ; применима или может быть применима рекомендация: { $clauses }
tail-lists = {" "}({ $n ->
    [1] по списку
   *[other] по спискам
}: { $sizes })
list-size = { $author } — { $groups }
list-all = каждое присоединение, кем бы оно ни было подтверждено

## Версии, при которых предложение верно

premise-took-part-yes = { $side } участвовала хотя бы одна группировка { $which }
premise-took-part-no = { $side } не участвовала ни одна группировка { $which }
premise-was-yes = участник { $side } имел в то время статус { $status }
premise-was-no = участник { $side } не имел в то время статуса { $status }
premise-direction-side = начала { $side }
premise-direction-both = начали обе стороны
premise-place-in = это произошло в пределах { $place }
premise-place-out = это произошло за пределами { $place }
premise-near-in = это произошло не далее чем в { $distance } от { $place }
premise-near-out = это произошло далее чем в { $distance } от { $place }
premise-forward-in = это произошло впереди { $place }
premise-forward-out = это произошло не впереди { $place }
premise-moment-before = это произошло до { $moment }
premise-moment-after = это произошло { $moment } или позднее
premise-list = применяется список { $list }
premise-reading = пункт { $clause } читается так: { $reading }
premise-source = верно сообщение по вопросу «{ $field }», засчитанное под № { $n }
premise-answer-yes = на вопрос { $question } следует ответить «да»
premise-answer-no = на вопрос { $question } следует ответить «нет»

which-status = из числа { $list }
which-role = в роли { $list }
which-actor = из состава { $list }
which-status-party = присоединившихся
which-status-excluded = исключённых
which-status-non_party = объявленных стоящими вне соглашения
which-status-unlisted = не включённых в список
side-named = сторона { $side }
side-on = на стороне { $side }
side-on-unnamed = на неназванной стороне
side-unnamed = не названа
the-zone = зоны { $name }
the-line = линии { $name }
the-group = { $n ->
    [one] одной из { $n } зоны, именуемой { $name }
   *[other] одной из { $n } зон, именуемых { $name }
}
side-first = сторона, названная первой
side-second = сторона, названная второй

## Вопросы, которые могут задать люди

ask-took-part = Участвовала ли { $side } хотя бы одна группировка { $which }?
ask-was = Имел ли участник { $side } в то время статус { $status }?
ask-direction = Какая из сторон начала?
ask-place = По какую сторону границы { $place } это произошло?
ask-near = Произошло ли это не далее чем в { $distance } от { $place }?
ask-forward = Произошло ли это впереди { $place }?
ask-moment = Было ли это до или после { $moment }?
ask-source = Чьё сообщение по вопросу «{ $field }» верно?
ask-list = Чей список присоединившихся группировок применяется? (вопрос гарантам)
ask-reading = Какое прочтение пункта { $clause } применяется? (вопрос гарантам)
ask-kind = Было ли это: { $list }?
ask-by = Был ли тот, кто начал, { $which }?
ask-against = Был ли тот, против кого это было направлено, { $which }?
ask-harmed = Пострадали ли такие лица: { $list }?
ask-harmed-who = Пострадал ли кто-либо { $which }?
ask-harmed-both = Пострадал ли кто-либо { $which } и пострадали ли такие лица: { $list }?
ask-site = Был ли поражён такой объект: { $list }?
ask-inside = Произошло ли это в пределах { $list }?
ask-outside = Произошло ли это за пределами { $list }?
ask-within = Произошло ли это не далее чем в { $distance } от { $list }?
ask-forward_of_own_line = Произошло ли это впереди собственной линии того, кто начал?
ask-own_line_within = Произошло ли это менее чем в { $distance } от собственной линии того, кто начал?
ask-weapon = Применялось ли такое оружие: { $list }?
ask-platform = Использовалось ли такое средство: { $list }?
ask-purpose = Было ли назначение таким: { $list }?
ask-armed = { $value ->
    [true] Имелось ли оружие?
   *[other] Верно ли, что оружия не имелось?
}
ask-in_notified_volume = { $value ->
    [true] Происходило ли это в пределах уведомления?
   *[other] Вышло ли это за пределы уведомления?
}
ask-control_changed = { $value ->
    [true] Сменился ли контроль над местом?
   *[other] Остался ли контроль над местом прежним?
}
ask-period = Приходится ли это на период, указанный в пункте?
ask-schedule = Приходится ли это на часы, указанные в пункте?
ask-notified_before = Было ли уведомление направлено не менее чем за { $lead }?
ask-answer_held = Получен ли такой ответ: { $of } — { $answer }?
ask-above_baseline = Превышен ли объявленный уровень: { $baseline } ({ $amount })?
ask-not = Исключено ли следующее: { $list }?

if-yes = Если да
if-no = Если нет
if-side = Если начала { $side }
if-both = Если начали обе
if-in = Если внутри
if-out = Если снаружи
if-near = Если в пределах этого расстояния
if-far = Если дальше
if-forward = Если впереди неё
if-not-forward = Если не впереди неё
if-before = Если до
if-after = Если в этот момент или позже
if-source = Если верно засчитанное под № { $n }
if-choice = Если применяется { $choice }
then-certain = { $if }: несомненно подпадает под { $clauses }{ $tail }
then-cleared = { $if }: не подпадает

## Начало бюллетеня

headline = { $n ->
    [one] { $n } вывод стал бы несомненным
    [few] { $n } вывода стали бы несомненными
    [many] { $n } выводов стали бы несомненными
   *[other] { $n } вывода стали бы несомненными
} при одном ответе на один вопрос: { $question } { $then }{ $lists }
headline-of = { $n } из { $total ->
    [one] { $total } вывода
   *[other] { $total } выводов
} { $n ->
    [one] стал бы несомненным
   *[other] стали бы несомненными
} при одном ответе на один вопрос: { $question } { $then }{ $lists }

## Обоснование целиком

explain-row = Что говорится в записи
explain-clause = Пункт { $clause } ({ $paragraphs })
explain-not-engaged = Незатронутые пункты
explain-presumptions = Что презюмируется и кем
explain-closure = Что принято за данное
explain-lists = Списки, названия в которых не опубликованы
explain-settle = Что решило бы вопрос
explain-margins = Расстояние до границ
explain-notice = Что это такое

line = { $name }: { $value }
line-event = Событие
line-title = Заголовок
line-list = Списки
line-reading = Прочтение пункта { $clause }
line-result = Результат
line-versions = Взвешено
line-not-said = Не сказано
line-district = Район
line-deaths = Погибшие
line-deaths-part = Погибшие на стороне { $side }
line-deaths-civilians = Погибшие гражданские лица
line-deaths-unknown = Погибшие, сторона не указана
line-deaths-parts = Погибшие по сторонам
line-report = Сообщение
line-note = Примечание к записи
line-cites = Ссылка
line-source = Источник
line-effect = Характер пункта
line-in-force = Срок действия
line-counts = Версии
line-witness = Версия, которая это показывает
line-counter = Версия, при которой пункт не затронут
line-exception = Действует изъятие
line-assessment = Решать людям
line-justification = Не рассматривалось
line-set-aside = Собственное слово в свою пользу не засчитано
line-presumed = Презюмируется
line-rebutted = Презюмируется, но противоречит фактам
line-whatever = Решает при любом ответе
line-under = Решает при одном из ответов
line-together = Решают вместе
line-unanswered = Ни одно из принимаемых в расчёт сообщений не отвечает
line-organ = В соглашении назван орган

not-said = не сказано
in-force-always = без ограничения во времени
in-force-from = с { $start }
in-force-until = до { $end }
in-force-between = с { $start } до { $end }
yes = да
no = нет
and-also = { $first }; { $next }
version-of-source = { $value } (источник { $source })
version-no = № { $n }: { $value }
with-status = { $body } ({ $status })
altitude = { $lower }–{ $upper } м ({ $datum })
notice-none = не направлялось
notice-lead = за { $lead }
harmed-none = никто из перечисленных категорий
harmed-members = { $classes } ({ $members })
report-by = { $office }, { $day }: { $headline }
report-undated = { $office }: { $headline }
report-original = { $report } (первоисточник: { $original })
cited = { $instrument }, { $paragraphs }
source-cited = { $title } ({ $standing })
source-at = { $title } ({ $standing }), { $url }
counts = затронут в { $yes }, нельзя сказать в { $unknown } из { $n ->
    [one] { $n } версии фактов
   *[other] { $n } версий фактов
}
witness-began = начал: { $who }
witness-struck = против кого: { $who }
witness-list = список: { $list }
witness-reading = прочтение: { $reading }
witness-inside = место: { $areas }
witness-outside = место: вне всех районов, карты которых опубликованы
witness-unplaced = место: известно недостаточно точно
witness-since = по состоянию с { $moment }
witness-version = сообщение по вопросу «{ $field }», засчитанное под № { $n }
witness-uncounted = ни одно сообщение по вопросу «{ $field }» не засчитано
such-as = { $body } ({ $status }; одно название для всех в составе { $umbrella }, кого не различает ни один пункт)
area-forward = впереди линии { $line }
presumed-by = по утверждению, автор которого — { $author }, а не машина: { $gist } { $question } Опровергается: { $rebuttal } Учитывается здесь: { $columns }
presumed-adopters = { $author } (также принято: { $adopters })
list-said = { $list }: { $groups }, по состоянию на { $day } ({ $source })
margin-inside = { $area }: { $distance } внутрь от границы
margin-outside = { $area }: { $distance } наружу от границы
notice-prima-facie = Вычислено и предварительно (prima facie): указан пункт, но ничего не установлено. Соблюдено ли соглашение, решает названный в нём орган.
notice-not-permission = Это ничего не разрешает ни до события, ни после него.
notice-one-name = В приведённых версиях одно название может обозначать несколько группировок; это никого не обвиняет.
notice-recomputable = Соглашение { $agreement }, отпечаток { $mark }: всякий, у кого есть тот же текст и та же запись, придёт к тому же ответу.
