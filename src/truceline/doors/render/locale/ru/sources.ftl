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
sources-credibility = Достоверность { $grade } из 6: { $meaning } ({ $status }). { $rule }: { $why }.
sources-grade-1 = подтверждено другими источниками
sources-grade-2 = вероятно, верно
sources-grade-3 = возможно, верно
sources-grade-4 = сомнительно
sources-grade-5 = маловероятно
sources-grade-6 = судить о верности нельзя
sources-status-fair = удовлетворительно
sources-status-weak = слабо
sources-status-contested = оспаривается
sources-status-uncorroborated = без независимого подтверждения
sources-status-undetermined = не установлено
sources-rule-C1 = никто не говорит, что так было
sources-rule-C2 = так, как сказано, быть не могло
sources-rule-C3 = так говорят только стороны, каждая в своём деле
sources-rule-C4 = независимых первоисточников, которые это отрицают, больше, чем тех, которые это утверждают
sources-rule-C5 = независимые первоисточники это отрицают, и их не меньше, чем тех, которые наверняка это утверждают
sources-rule-C6 = независимые первоисточники это отрицают, но их меньше, чем тех, которые наверняка это утверждают
sources-rule-C7 = независимые первоисточники расходятся в том, что говорят
sources-rule-C8 = первоисточник один, и это не похоже на известное
sources-rule-C9 = первоисточников два или больше, и это не похоже на известное
sources-rule-C10 = первоисточников два или больше, они наверняка независимы, и ничто не говорит против
sources-rule-C11 = первоисточников несколько, но они могут быть одним; ничто не говорит против
sources-rule-C12 = первоисточник один, и ничто не говорит против
