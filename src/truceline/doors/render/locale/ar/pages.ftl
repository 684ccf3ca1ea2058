# النشرة: صفحتها ورسومها وخريطتها وصيغتها للشاشة الطرفية.
# الاستنتاج محسوب وأولي؛ ولا تُستعمل هنا الألفاظ المخصصة لقرار الجهة المختصة.

## الرأس والتذييل

page-bulletin = نشرة
page-skip = انتقل إلى النشرة
page-simulated-mark = محاكاة
page-simulated = بيانات تدريبية: لم يحدث شيء مما في هذه النشرة.
page-period = الفترة
page-days-from-to = {"\u200F"}{ $first } – { $last }
page-zone = المنطقة الزمنية
page-cutoff = موعد الإقفال
page-status = الاتفاق
page-events = الأحداث
page-contents = المحتويات
page-prima-facie = الاستنتاجات محسوبة وأولية، والقرار للناس.
page-coverage = اليوم الهادئ الذي لم يتمكن أحد من مراقبته ليس يوم التزام: لا تُسجَّل التغطية هنا.
page-version = Truceline { $version }
page-agreement-mark = الاتفاق { $id }، بصمة SHA-256 لصيغته القياسية:

## عشر ثوانٍ

page-brief = في عشر ثوانٍ
page-brief-known = ما هو معلوم
page-brief-unknown = ما ليس معلوماً
page-brief-ask = ما ينبغي السؤال عنه
page-ask-none = ما من إجابة واحدة تحسم شيئاً.
page-lead-certain = الاستنتاجات اليقينية: { $number } من أصل { $total }؛ في كل رواية للوقائع المعروضة علينا يكون بند معنياً.
page-lead-none = { $total ->
    [zero] لا حدث في هذه الفترة.
    [one] حدث واحد في هذه الفترة، وما من بند معني يقيناً أو احتمالاً.
    [two] حدثان في هذه الفترة، وما من بند معني يقيناً أو احتمالاً.
    [few] { $total } أحداث في هذه الفترة، وما من بند معني يقيناً أو احتمالاً.
    [many] { $total } حدثاً في هذه الفترة، وما من بند معني يقيناً أو احتمالاً.
   *[other] { $total } حدث في هذه الفترة، وما من بند معني يقيناً أو احتمالاً.
}
page-lead-open = الاستنتاجات المفتوحة: { $number } من أصل { $total }، وما من إجابة واحدة تجعل أياً منها يقينياً.
page-known-certain = يقيني: بند معني في كل رواية للوقائع
page-known-excepted = مستثنى: يرفع البند استثناء
page-known-not_reached = خارج نطاق الاتفاق: الاتفاق ساكت، وتسري قواعد قانونية أخرى
page-known-not_engaged = غير معني: ما من بند يتناول مثل هذا الفعل؛ وليس ذلك إذناً
page-unknown-possible = محتمل: بند معني في بعض روايات الوقائع لا في جميعها
page-unknown-undetermined = غير محسوم: ما يحسمه لا يرد في أي إفادة
page-unknown-unsettled = من ذلك ما لا تجعله أي إجابة واحدة يقينياً
page-unknown-contradictory = متناقض: لا رواية للوقائع تتفق مع كل ما ذُكر

## الأعداد والأيام

page-counts = الأعداد بحسب النتيجة
page-counts-note = هذه الفترة: { $period }. الفترة السابقة: { $previous }. جميع البنود التي تحظر أو تشترط معاً، في العمود المشترك.
page-counts-caption = الاستنتاجات بحسب النتيجة في هذه الفترة والفترة السابقة
page-result = النتيجة
page-this = هذه الفترة
page-last = الفترة السابقة
page-total = المجموع
page-days = يوماً بيوم
page-days-note = يُحتسب الحدث في أول يوم يُحتمل أنه وقع فيه.
page-days-caption = الاستنتاجات بحسب اليوم والنتيجة
page-day = اليوم
page-days-left-out = أيام من دون أحداث، غير مدرجة هنا: { $number }.
page-as-table = في جدول
chart-periods = الاستنتاجات بحسب النتيجة في هذه الفترة والفترة السابقة
chart-periods-description = شريطان مقسّمان بحسب النتيجة. الاستنتاجات في هذه الفترة: { $this }، وفي الفترة السابقة: { $last }. الجدول أدناه يضم كل الأعداد.
chart-days = الاستنتاجات بحسب اليوم
chart-days-description = عمود لكل يوم مقسّم بحسب النتيجة. عدد الأيام: { $days }. الجدول أدناه يضم كل الأعداد.
chart-this-wide = هذه الفترة
chart-last-wide = الفترة السابقة
chart-this-narrow = هذه الفترة
chart-last-narrow = السابقة
chart-day = {"\u200E"}{ $day }/{ $month }
chart-month = {"\u200E"}{ $month }/{ $year }

## الخريطة

page-map = الخريطة
page-map-note = تكبر مساحة العلامة بعدد الأحداث، وتقع أثقل النتائج في وسطها. وتُرسم المناطق والخطوط بقدر ما يرد شكلها مع الاتفاق وكانت سارية في هذه الفترة.
page-map-size = { $number ->
    [zero] لا أحداث
    [one] حدث واحد
    [two] حدثان
    [few] { $number } أحداث
    [many] { $number } حدثاً
   *[other] { $number } حدث
}
page-map-doubt = قد يقع الحدث في أي موضع داخلها: لا يُعرف المكان بأدق من ذلك
page-map-unplaced = على الخريطة: { $placed }. من دون مكان يمكن إظهاره على خريطة: { $unplaced }.
page-map-undrawn = يذكرها الاتفاق ولم تُنشر لها خريطة، فلم تُرسم ونطاقها مجهول:
page-map-caption = الأماكن على الخريطة بحسب النتيجة
page-map-untold = أحداث في أماكن أخرى ترد في ملف الاستنتاجات: { $number }.
page-place = المكان
page-position = خط العرض، خط الطول
map = خريطة الأحداث ومناطق الاتفاق
map-description = الأحداث بحسب المكان والنتيجة: { $placed }، ومن دون مكان: { $unplaced }. الجدول أدناه يضم كل الأعداد.
map-marker = {"\u200F"}{ $place }: { $counts }
map-km = { $km } كم
map-east = { $degrees } شرقاً
map-west = { $degrees } غرباً
map-north = { $degrees } شمالاً
map-south = { $degrees } جنوباً

## ترتيب العمل والثغرات

page-work = ما ينبغي السؤال عنه: ترتيب العمل
page-work-note = كل سؤال يخص واقعة واحدة تختلف باختلاف الروايات. ولا يقول شيء هنا أي إجابة هي الأرجح.
page-work-caption = الأسئلة، وأولها ما قد يحسم أكبر عدد من الاستنتاجات
page-work-caption-more = أسئلة أخرى من ترتيب العمل
page-work-none = ما من سؤال واحد يحسم استنتاجاً من هذه الفترة.
page-work-total = قد يحسم
page-work-whatever = أياً كانت الإجابة
page-work-if = ما يترتب على ذلك
page-work-certain = { $answer }: يقيني { $number }
page-work-cleared = { $answer }: لا بند معنياً في { $number }
page-work-of = عدد الاستنتاجات المنظور فيها: { $findings }
page-work-settles = يُحسم أياً كانت الإجابة: { $number }
page-question = السؤال
page-more-questions = { $number ->
    [zero] لا أسئلة أخرى
    [one] سؤال آخر
    [two] سؤالان آخران
    [few] { $number } أسئلة أخرى
    [many] { $number } سؤالاً آخر
   *[other] { $number } سؤال آخر
}
page-gaps = ما لا تجيب عنه أي إفادة
page-gaps-note = شروط في البنود تسكت عنها جميع المصادر المعروضة علينا، مع عدد الاستنتاجات التي يُبقيها كل منها مفتوحة.
page-gaps-more = شروط أخرى لا تجيب عنها أي إفادة
page-gaps-none = لا يبقى أي استنتاج من هذه الفترة مفتوحاً بسبب سكوت المصادر.
page-findings-open = الاستنتاجات

## الاستنتاجات

page-findings = الاستنتاجات
page-findings-note = بحسب النتيجة، وأثقلها أولاً؛ وما تتطابق قراءته يرد تحت جملة واحدة. لا يرد هنا من كل نتيجة أكثر من { $most }، والباقي في ملف الاستنتاجات.
page-findings-none = لا حدث في هذه الفترة.
page-events-caption = الأحداث ({ $result }): { $number }
page-events-caption-more = أحداث أخرى ({ $result }): { $number }
page-more-findings = { $number ->
    [zero] لا أحداث أخرى تحت الجملة نفسها
    [one] حدث آخر تحت الجملة نفسها
    [two] حدثان آخران تحت الجملة نفسها
    [few] { $number } أحداث أخرى تحت الجملة نفسها
    [many] { $number } حدثاً آخر تحت الجملة نفسها
   *[other] { $number } حدث آخر تحت الجملة نفسها
}
page-more-sentences = استنتاجات أخرى تحت جمل أخرى: { $number }
page-untold = يرد الباقي في ملف الاستنتاجات وحده: { $number }.
page-untold-otherwise = ما تختلف قراءته ويرد في ملف الاستنتاجات وحده: { $number }.
page-event = الحدث
page-when = متى
page-where = أين
page-sides = الجانبان
page-deaths = القتلى
page-reported-by = أورده
page-source = المصدر
page-silent = الاتفاق ساكت في البنود:
event-sides = {"\u200F"}{ $a } – { $b }
event-began = البادئ: { $who }
event-began-both = الجانبان معاً
event-version-or = {"\u200F"}{ $most } / { $next }
event-time-within = في وقت ما من { $start } إلى { $end }
event-time-throughout = طوال المدة من { $start } إلى { $end }
event-place-not-named = مكان غير مسمى
event-place-not-said = لم يُذكر المكان
event-place-point = دقيق
event-place-within = ضمن { $radius } كم
event-place-within-m = ضمن { $radius } م
event-place-area = مساحة تقارب { $area } كم²
event-place-vague = معروف على نحو تقريبي فقط
event-place-district = على مستوى المنطقة
event-place-governorate = على مستوى المحافظة
event-place-line = خط أو جزء من إقليم
event-place-country = على مستوى البلد
event-place-waters = مياه أو أجواء دولية
event-deaths-range = {"\u200F"}{ $low }–{ $high }
event-deaths-best = { $low }–{ $high }، وأفضل تقدير { $best }
event-deaths-civilians = { $deaths }؛ مدنيون: { $civilians }

## البنود والأعمدة والناس والحصائل والمصادر

page-clauses = البنود
page-clauses-note = كل بند على حدة في العمود المشترك. الرقم الكبير: هذه الفترة؛ والصغير تحته: الفترة السابقة.
page-clauses-caption = الاستنتاجات بحسب البند والنتيجة
page-clause = البند
page-clause-reference = {"\u200F"}{ $instrument }، { $paragraph }
page-columns = الأعمدة جنباً إلى جنب
page-columns-note = الأحداث نفسها في كل عمود، وعددها { $events }: قائمة واحدة يُحكم عليها بحسب قائمة الصفات والقراءات لدى كل صاحب عمود. وليست هذه مجاميع تُضاف بعضها إلى بعض.
page-columns-caption = الاستنتاجات بحسب النتيجة في كل عمود
page-columns-differ = الاستنتاجات التي تختلف فيها الأعمدة: { $number }
page-columns-differ-caption = الاستنتاجات التي تختلف فيها الأعمدة
page-columns-agree = لا تختلف الأعمدة في أي استنتاج من هذه الفترة.
page-people = ما يُترك للناس
page-people-note = ما تسأل عنه البنود ولا يجوز لآلة أن تجيب عنه، مع عدد الاستنتاجات التي يبقى فيها السؤال مفتوحاً في هذه الفترة.
page-people-none = ما من بند معني في هذه الفترة يترك سؤالاً من هذا القبيل.
page-people-kind = النوع
page-people-assessment = تقدير
page-people-justification = مسوّغ
page-tallies = حصائل نشرها آخرون
page-tallies-note = كما نُشرت، كل منها بوحدتها ومدتها والمتهم فيها وبألفاظ ناشرها. وحداتها غير متجانسة: لا تُجمع أبداً ولا تُقارن بالأعداد الواردة أعلاه.
page-tally-reporter = الناشر
page-tally-covers = المدة
page-tally-total = المجموع
page-tally-accused = المتهم
page-tally-parts = الأجزاء
page-tally-part = {"\u200F"}{ $name } { $number }
page-tally-cumulative = المجموع التراكمي { $number }
page-tally-does-not-add-up = غير متطابق: مجموع الأجزاء { $sum }
page-sources = المصادر
page-sources-clauses = مصادر البنود
page-sources-data = مصادر الأحداث
page-sources-data-none = لم تُذكر مجموعة بيانات.
page-licence = الترخيص:
page-citation = يُستشهد به هكذا:

## للشاشة الطرفية

page-terminal-event = {"\u200F"}{ $when }، { $where } ({ $precision })
page-terminal-sides = { $sides }؛ القتلى: { $deaths }
