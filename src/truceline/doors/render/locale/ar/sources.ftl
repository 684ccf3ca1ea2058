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
sources-credibility = المصداقية { $grade } من 6: { $meaning } ({ $status }). { $rule }: { $why }.
sources-grade-1 = تؤكده مصادر أخرى
sources-grade-2 = صحيح على الأرجح
sources-grade-3 = قد يكون صحيحًا
sources-grade-4 = مشكوك فيه
sources-grade-5 = مستبعد
sources-grade-6 = لا يمكن الحكم على صحته
sources-status-fair = مقبول
sources-status-weak = ضعيف
sources-status-contested = متنازع فيه
sources-status-uncorroborated = بلا سند مستقل
sources-status-undetermined = غير محسوم
sources-rule-C1 = لا أحد يقول إنه كان كذلك
sources-rule-C2 = لا يمكن أن يكون كما قيل
sources-rule-C3 = لا يقوله إلا أطراف في شأن يخصها
sources-rule-C4 = الأصول المستقلة التي تنفيه أكثر من التي تقوله
sources-rule-C5 = تنفيه أصول مستقلة لا تقل عن التي تقوله يقينًا
sources-rule-C6 = تنفيه أصول مستقلة أقل من التي تقوله يقينًا
sources-rule-C7 = الأصول المستقلة تختلف فيما تقوله
sources-rule-C8 = أصل واحد، وهو لا يشبه ما هو معروف
sources-rule-C9 = أصلان أو أكثر، وهو لا يشبه ما هو معروف
sources-rule-C10 = أصلان أو أكثر مستقلان يقينًا، ولا شيء ضده
sources-rule-C11 = أصول عدة قد تكون أصلًا واحدًا، ولا شيء ضده
sources-rule-C12 = أصل واحد، ولا شيء ضده
