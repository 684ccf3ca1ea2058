# О чём людей спрашивают прежде всего и что изменил бы их ответ.

queue-merge = Это одно событие? { $matters }
queue-split = Это несколько событий? { $matters }
queue-grade = Насколько надёжен этот источник? { $matters }
queue-place = Какое место имеется в виду? { $matters }
queue-why = почему спрашивается: { $why }
queue-change-result = вывод о { $of }: { $before } → { $after }
queue-change-reliability = надёжность { $of }: { $before } → { $after }
queue-change-roots = первоисточников: { $before } → { $after }
queue-change-findings = выводов: { $before } → { $after }
queue-answer = ответить командой: { $command }
