# ما تقوله التقارير، وعمّن تنقله، وكم أصلًا لذلك.

sources-title = مصادر { $reports ->
    [zero] لا تقارير
    [one] تقرير واحد
    [two] تقريرين
    [few] { $reports } تقارير
    [many] { $reports } تقريرًا
   *[other] { $reports } تقرير
}
sources-thread = سلسلة { $number }: { $parties }، بترتيب الزمن: { $count ->
    [zero] لا وقائع
    [one] واقعة واحدة
    [two] واقعتان
    [few] { $count } وقائع
    [many] { $count } واقعة
   *[other] { $count } واقعة
}
sources-done = وقائع أخرى: { $count }
sources-rest = أقوال أخرى: { $count }
sources-refused = ما قُرئ ورُفض لأن أي تقرير لا يتضمنه: { $count }
sources-contested = متنازع فيه، عدد الأقوال التي تنفيه: { $count }
sources-document = وثيقة واحدة: { $name }
sources-statement = قول
sources-deed-proposal = عرض
sources-deed-talks = محادثات
sources-deed-agreement = اتفاق
sources-from-to = من { $first } إلى { $second }
sources-unresolved = اليوم غير محدد ({ $basis })
sources-until = ليس بعد { $last }
sources-from = ليس قبل { $first }
sources-between = بين { $first } و{ $last }
sources-undated = اليوم غير معروف
sources-roots = من { $low } إلى { $high } من الأصول
sources-roots-sure = { $count ->
    [zero] لا أصل
    [one] أصل واحد
    [two] أصلان
    [few] { $count } أصول
    [many] { $count } أصلًا
   *[other] { $count } أصل
}
sources-over = { $roots }، عدد الوسائل: { $outlets }
sources-origin = الأصل { $number }
sources-may-be-one = قد تكون الأصول { $numbers } أصلًا واحدًا.
sources-unknown-outlet = وسيلة غير معروفة
sources-step-outlet = { $name }
sources-step-cites = تنقل عن { $name }
sources-step-said = قاله { $name }
sources-step-unnamed = مصدر لم يُذكر اسمه: { $name }
sources-step-document = وثيقة: { $name }
sources-step-dateline = وكالة في صدر الخبر: { $name }
sources-step-credit = تنسب إلى { $name }
sources-step-carried = تنشر نص { $name }
sources-step-owner = للمالك نفسه: { $name }
sources-modality-asserted = مؤكَّد
sources-modality-reported = منقول
sources-modality-denied = منفي
sources-modality-proposed = مقترح
sources-modality-threatened = تهديد
sources-not = { $how }، أنه ليس كذلك
sources-claim = { $how }، الأحرف { $first }–{ $last }
sources-labels = تسميات الوسيلة: { $labels }
sources-accounts = من عليه أن يوقف ماذا، رواية رواية: { $count }
sources-stops = على { $who } أن يوقف: { $what }، ضد { $whom }
sources-presses = على { $who } أن يضغط على { $whom }
sources-not-said = من لم يُسمَّ
