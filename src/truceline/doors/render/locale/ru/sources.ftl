# Что утверждают сообщения, с чьих слов и сколько у этого первоисточников.

sources-title = Откуда это { $reports ->
    [one] в { $reports } сообщении
    [few] в { $reports } сообщениях
    [many] в { $reports } сообщениях
   *[other] в { $reports } сообщениях
}
sources-thread = Нить { $number }: { $parties }, по времени: { $count ->
    [one] { $count } событие
    [few] { $count } события
    [many] { $count } событий
   *[other] { $count } события
}
sources-done = Прочие события: { $count }
sources-rest = Прочие высказывания: { $count }
sources-refused = Прочитано и отклонено, так как в сообщениях этого нет: { $count }
sources-contested = Оспаривается: { $count ->
    [one] { $count } утверждение отрицает это
    [few] { $count } утверждения отрицают это
    [many] { $count } утверждений отрицают это
   *[other] { $count } утверждения отрицают это
}
sources-document = Один документ: { $name }
sources-statement = Высказывание
sources-deed-proposal = Предложение
sources-deed-talks = Переговоры
sources-deed-agreement = Договорённость
sources-from-to = от { $first } к { $second }
sources-unresolved = день не определён ({ $basis })
sources-until = не позднее { $last }
sources-from = не ранее { $first }
sources-between = между { $first } и { $last }
sources-undated = день неизвестен
sources-roots = от { $low } до { $high } первоисточников
sources-roots-sure = { $count ->
    [one] { $count } первоисточник
    [few] { $count } первоисточника
    [many] { $count } первоисточников
   *[other] { $count } первоисточника
}
sources-over = { $roots } на { $outlets ->
    [one] { $outlets } издание
    [few] { $outlets } издания
    [many] { $outlets } изданий
   *[other] { $outlets } издания
}
sources-origin = первоисточник { $number }
sources-may-be-one = Первоисточники { $numbers } могут быть одним.
sources-unknown-outlet = издание неизвестно
sources-step-outlet = { $name }
sources-step-cites = ссылается на { $name }
sources-step-said = сказал { $name }
sources-step-unnamed = неназванный источник: { $name }
sources-step-document = документ: { $name }
sources-step-dateline = агентство в заголовке: { $name }
sources-step-credit = указано агентство: { $name }
sources-step-carried = перепечатка: { $name }
sources-step-owner = того же владельца: { $name }
sources-modality-asserted = утверждается
sources-modality-reported = передаётся с чужих слов
sources-modality-denied = отрицается
sources-modality-proposed = предлагается
sources-modality-threatened = угроза
sources-not = { $how }, что это не так
sources-claim = { $how }, знаки { $first }–{ $last }
sources-labels = ярлыки издания: { $labels }
sources-accounts = Кто и что должен прекратить, по каждому изложению: { $count }
sources-stops = должен прекратить { $who }: { $what }, против кого: { $whom }
sources-presses = должен оказать давление { $who }, на кого: { $whom }
sources-not-said = не названо
