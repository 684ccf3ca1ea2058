# Бюллетень: страница, графики и карта, вид для терминала.
# Вывод вычислен и предварителен; слов, отведённых решению компетентного органа, здесь нет.

## Начало и конец

page-bulletin = Бюллетень
page-skip = Перейти к бюллетеню
page-simulated-mark = УЧЕБНОЕ
page-simulated = Учебные данные: ничего из описанного в этом бюллетене не происходило.
page-period = Период
page-days-from-to = { $first } – { $last }
page-zone = Часовой пояс
page-cutoff = Данные по состоянию на
page-status = Соглашение
page-events = События
page-contents = Содержание
page-prima-facie = Выводы вычислены и предварительны; решают люди.
page-coverage = Спокойный день, за которым никто не мог наблюдать, — не день соблюдения: охват наблюдением здесь не учитывается.
page-version = Truceline { $version }
page-agreement-mark = Соглашение { $id }, SHA-256 его канонической формы:

## За десять секунд

page-brief = За десять секунд
page-brief-known = Что известно
page-brief-unknown = Что неизвестно
page-brief-ask = О чём спросить
page-ask-none = Ни один отдельный ответ ничего не решил бы.
page-lead-certain = Несомненных выводов: { $number } из { $total }; при любой версии имеющихся у нас фактов затронут хотя бы один пункт.
page-lead-none = { $total ->
    [0] За этот период событий нет.
    [one] За этот период { $total } событие; ни один пункт не затронут ни несомненно, ни возможно.
    [few] За этот период { $total } события; ни один пункт не затронут ни несомненно, ни возможно.
    [many] За этот период { $total } событий; ни один пункт не затронут ни несомненно, ни возможно.
   *[other] За этот период { $total } события; ни один пункт не затронут ни несомненно, ни возможно.
}
page-lead-open = Открытых выводов: { $number } из { $total }, и ни один отдельный ответ не сделал бы хотя бы один из них несомненным.
page-known-certain = несомненно: при любой версии фактов затронут хотя бы один пункт
page-known-excepted = действует изъятие: оно снимает действие пункта
page-known-not_reached = вне сферы действия: соглашение молчит; применяются иные нормы права
page-known-not_engaged = не затронуто: ни один пункт не говорит о таких действиях; это не разрешение
page-unknown-possible = возможно: пункт затронут при некоторых версиях фактов, но не при всех
page-unknown-undetermined = не определено: решающих сведений нет ни в одном сообщении
page-unknown-unsettled = из них: ни один отдельный ответ не дал бы несомненности
page-unknown-contradictory = противоречиво: ни одна версия фактов не согласуется со всем, что сообщено

## Числа и дни

page-counts = Числа по результатам
page-counts-note = Этот период: { $period }. Предыдущий: { $previous }. Все запрещающие и обязывающие пункты вместе, в общем столбце.
page-counts-caption = Выводы по результатам за этот и предыдущий период
page-result = Результат
page-this = Этот период
page-last = Предыдущий период
page-total = Всего
page-days = По дням
page-days-note = Событие отнесено к первому дню, в который оно могло произойти.
page-days-caption = Выводы по дням и результатам
page-day = День
page-days-left-out = Дни без событий, здесь не перечислены: { $number }.
page-as-table = В виде таблицы
chart-periods = Выводы по результатам за этот и предыдущий период
chart-periods-description = Две полосы, разделённые по результатам. Выводов за этот период: { $this }, за предыдущий: { $last }. Все числа приведены в таблице ниже.
chart-days = Выводы по дням
chart-days-description = По столбцу на каждый день, с разделением по результатам. Число дней: { $days }. Все числа приведены в таблице ниже.
chart-this-wide = Этот период
chart-last-wide = Предыдущий период
chart-this-narrow = Этот
chart-last-narrow = Предыдущий
chart-day = { $day }.{ $month }
chart-month = { $month }.{ $year }

## Карта

page-map = Карта
page-map-note = Площадь знака растёт с числом событий; самый тяжёлый результат показан в середине. Зоны и линии нанесены, насколько соглашение приводит их очертания и они действовали в этот период.
page-map-size = { $number ->
    [one] { $number } событие
    [few] { $number } события
    [many] { $number } событий
   *[other] { $number } события
}
page-map-doubt = может находиться где угодно внутри: точнее место неизвестно
page-map-unplaced = На карте: { $placed }. Без места, которое можно показать на карте: { $unplaced }.
page-map-undrawn = О них говорит соглашение, но карта не опубликована, поэтому они не нанесены и их охват неизвестен:
page-map-caption = Места на карте по результатам
page-map-untold = События в других местах, приведённые в файле выводов: { $number }.
page-place = Место
page-position = Широта, долгота
map = Карта событий и зон соглашения
map-description = События по местам и результатам: { $placed }; без места: { $unplaced }. Все числа приведены в таблице ниже.
map-marker = { $place }: { $counts }
map-km = { $km } км
map-east = { $degrees } в. д.
map-west = { $degrees } з. д.
map-north = { $degrees } с. ш.
map-south = { $degrees } ю. ш.

## Порядок работы и пробелы

page-work = О чём спросить: порядок работы
page-work-note = Каждый вопрос — об одном факте, который различается в версиях. Какой ответ вероятнее, здесь не говорится.
page-work-caption = Вопросы; сначала те, что могут решить больше всего выводов
page-work-caption-more = Остальные вопросы порядка работы
page-work-none = Ни один отдельный вопрос не решил бы ни одного вывода за этот период.
page-work-total = Может решить
page-work-whatever = При любом ответе
page-work-if = Что следует
page-work-certain = { $answer }: несомненно — { $number }
page-work-cleared = { $answer }: ни один пункт не затронут — { $number }
page-work-of = рассмотрено выводов: { $findings }
page-work-settles = решается при любом ответе: { $number }
page-question = Вопрос
page-more-questions = { $number ->
    [one] Ещё { $number } вопрос
    [few] Ещё { $number } вопроса
    [many] Ещё { $number } вопросов
   *[other] Ещё { $number } вопроса
}
page-gaps = На что не отвечает ни одно сообщение
page-gaps-note = Условия пунктов, о которых молчат все имеющиеся у нас источники, с числом выводов, остающихся из-за этого открытыми.
page-gaps-more = Другие условия, на которые не отвечает ни одно сообщение
page-gaps-none = Ни один вывод за этот период не остаётся открытым из-за молчания источников.
page-findings-open = Выводы

## Выводы

page-findings = Выводы
page-findings-note = По результатам, сначала самые тяжёлые; выводы с одинаковым текстом собраны под одним предложением. Здесь приведено не более { $most } выводов каждого результата, все — в файле выводов.
page-findings-none = За этот период событий нет.
page-events-caption = События ({ $result }): { $number }
page-events-caption-more = Остальные события ({ $result }): { $number }
page-more-findings = { $number ->
    [one] Ещё { $number } событие под тем же предложением
    [few] Ещё { $number } события под тем же предложением
    [many] Ещё { $number } событий под тем же предложением
   *[other] Ещё { $number } события под тем же предложением
}
page-more-sentences = Остальные выводы с иным текстом: { $number }
page-untold = Остальные приведены только в файле выводов: { $number }.
page-untold-otherwise = С иным текстом, приведены только в файле выводов: { $number }.
page-event = Событие
page-when = Когда
page-where = Где
page-sides = Стороны
page-deaths = Погибшие
page-reported-by = Сообщает
page-source = источник
page-silent = Соглашение молчит, пункты:
event-sides = { $a } – { $b }
event-began = Начавшая сторона: { $who }
event-began-both = обе одновременно
event-version-or = { $most } / { $next }
event-time-within = в какой-то момент: { $start } – { $end }
event-time-throughout = на всём протяжении: { $start } – { $end }
event-place-not-named = место не названо
event-place-not-said = место не указано
event-place-point = точно
event-place-within = в пределах { $radius } км
event-place-within-m = в пределах { $radius } м
event-place-area = площадь около { $area } км²
event-place-vague = известно лишь приблизительно
event-place-district = с точностью до района
event-place-governorate = с точностью до мухафазы
event-place-line = линия или часть области
event-place-country = с точностью до страны
event-place-waters = международные воды или воздушное пространство
event-deaths-range = { $low }–{ $high }
event-deaths-best = { $low }–{ $high }, лучшая оценка { $best }
event-deaths-civilians = { $deaths }; гражданских лиц: { $civilians }

## Пункты, столбцы, люди, подсчёты, источники

page-clauses = Пункты
page-clauses-note = Каждый пункт отдельно, в общем столбце. Крупно — этот период, мелко под ним — предыдущий.
page-clauses-caption = Выводы по пунктам и результатам
page-clause = Пункт
page-clause-reference = { $instrument }, { $paragraph }
page-columns = Столбцы рядом
page-columns-note = Во всех столбцах одни и те же события, их { $events }: один перечень, рассмотренный по спискам статусов и прочтениям каждого автора. Это не итоги, которые можно складывать.
page-columns-caption = Выводы по результатам в каждом столбце
page-columns-differ = Выводы, по которым столбцы расходятся: { $number }
page-columns-differ-caption = Выводы, по которым столбцы расходятся
page-columns-agree = Ни по одному выводу за этот период столбцы не расходятся.
page-people = Оставлено людям
page-people-note = О чём спрашивают пункты и на что не вправе отвечать машина, с числом выводов за этот период, в которых вопрос остаётся открытым.
page-people-none = Среди затронутых за этот период пунктов нет таких, что оставляют подобный вопрос.
page-people-kind = Вид
page-people-assessment = оценка
page-people-justification = оправдывающее обстоятельство
page-tallies = Опубликованные подсчёты других
page-tallies-note = Как опубликованы: у каждого своя единица, срок и обвиняемый, словами того, кто считал. Единицы разные: подсчёты никогда не складываются и не сравниваются с числами выше.
page-tally-reporter = Кто считал
page-tally-covers = Срок
page-tally-total = Итог
page-tally-accused = Обвиняемый
page-tally-parts = Части
page-tally-part = { $name } { $number }
page-tally-cumulative = нарастающий итог { $number }
page-tally-does-not-add-up = не сходится: сумма частей { $sum }
page-sources = Источники
page-sources-clauses = Источники пунктов
page-sources-data = Источники событий
page-sources-data-none = Набор данных не назван.
page-licence = Лицензия:
page-citation = Ссылаться так:

## Для терминала

page-terminal-event = { $when }, { $where } ({ $precision })
page-terminal-sides = { $sides }; погибшие: { $deaths }
