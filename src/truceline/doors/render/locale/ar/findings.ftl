# ما يقوله الاستنتاج، وما ينبغي السؤال عنه، وما الذي تحسمه الإجابة.
# الاستنتاج محسوب وأولي؛ ولا تُستعمل هنا الألفاظ المخصصة لقرار الجهة المختصة.

number = { $n }
quoted = {"\u200F"}«{ $text }»
list-or = { $most } أو { $last }
list-or-comma = { $most } أو { $next }
list-beside = {"\u200F"}{ $most }، { $next }

## النتائج

result-certain = يقيني
result-possible = محتمل
result-undetermined = غير محسوم
result-excepted = مستثنى
result-not_reached = خارج نطاق الاتفاق
result-not_engaged = غير معني
result-contradictory = متناقض

## الصفة على القائمة

status-party = طرف في الاتفاق
status-excluded = مستبعد
status-non_party = غير طرف في الاتفاق
status-unlisted = غير مدرج

## ما الذي حدث

kind-attack = هجوم
kind-air_strike = غارة جوية
kind-shelling = قصف
kind-ground_assault = هجوم بري
kind-small_arms_fire = إطلاق نار من أسلحة خفيفة
kind-explosive_device = تفجير عبوة ناسفة
kind-missile_strike = ضربة صاروخية
kind-drone_strike = ضربة بطائرة مسيّرة
kind-flight = تحليق
kind-combat_flight = طلعة قتالية
kind-reconnaissance_flight = رحلة استطلاع
kind-transport_flight = رحلة نقل جوي
kind-movement = تحرك
kind-troop_movement = تحرك قوات
kind-weapon_movement = نقل أسلحة
kind-convoy_movement = تحرك قافلة
kind-deployment = نشر
kind-weapon_deployment = نشر أسلحة
kind-troop_deployment = نشر قوات
kind-fortification = إقامة تحصينات
kind-territory_gain = الاستيلاء على أراضٍ
kind-access_denied = منع الوصول
kind-detention = احتجاز
kind-abduction = اختطاف
kind-provocation = استفزاز
kind-looting = نهب
kind-siege = حصار
kind-propaganda = دعاية

## بماذا، ومن ماذا، ولأي غرض

weapon-small_arms = أسلحة خفيفة
weapon-machine_gun = رشاش
weapon-mortar = هاون
weapon-artillery = مدفعية
weapon-artillery_100mm = مدفعية من عيار 100 ملم فأكثر
weapon-mlrs = راجمة صواريخ
weapon-mlrs_long = راجمة صواريخ بعيدة المدى
weapon-tactical_missile = صاروخ تكتيكي
weapon-tank = دبابة
weapon-anti_tank_missile = صاروخ موجه مضاد للدبابات
weapon-rocket = صاروخ غير موجه
weapon-air_bomb = قنبلة جوية
weapon-barrel_bomb = برميل متفجر
weapon-explosive_device = عبوة ناسفة
weapon-chemical = سلاح كيميائي
weapon-anti_aircraft = سلاح مضاد للطائرات

platform-fixed_wing = طائرة ثابتة الجناحين
platform-rotary_wing = طائرة مروحية
platform-uav = طائرة مسيّرة
platform-ground_vehicle = مركبة برية
platform-vessel = سفينة
platform-foot = سيراً على الأقدام

purpose-medevac = الإجلاء الطبي
purpose-rescue = الإنقاذ
purpose-fire_fighting = مكافحة الحرائق
purpose-humanitarian = الإغاثة الإنسانية
purpose-weather = الرصد الجوي
purpose-agriculture = الزراعة
purpose-transport = النقل
purpose-training = التدريب
purpose-patrol = الدورية
purpose-monitoring = المراقبة
purpose-resupply = الإمداد

## ما الذي أُصيب، ومن تضرر

site-civilian_object = عين مدنية
site-medical = مرفق طبي
site-school = مدرسة
site-camp = مخيم
site-market = سوق
site-worship = مكان عبادة
site-water = مرفق مياه
site-power = مرفق كهرباء
site-humanitarian = موقع إنساني
site-cultural = ممتلكات ثقافية
site-military = موقع عسكري

harmed-civilian = مدنيون
harmed-medical = أفراد الخدمات الطبية
harmed-humanitarian = العاملون في المجال الإنساني
harmed-journalist = صحفيون
harmed-child = أطفال
harmed-detainee = محتجزون
harmed-combatant = مقاتلون
harmed-monitor = مراقبون

answer-concurred = موافقة
answer-objected = اعتراض
answer-acknowledged = إقرار بالاستلام

## بيانات الفعل

field-a = أحد الجانبين
field-b = الجانب الآخر
field-direction = البادئ
field-kind = ما الذي حدث
field-weapon = السلاح
field-platform = المركبة أو الطائرة
field-purpose = الغرض
field-site = ما الذي أُصيب
field-armed = وجود سلاح
field-control_changed = انتقال السيطرة على المكان
field-in_notified_volume = البقاء ضمن ما أُخطر به
field-harmed = من تضرر
field-place = المكان
field-own_line_mm = المسافة من خط البادئ
field-time = الزمان
field-altitude = الارتفاع
field-notice = الإخطار المسبق
field-answers = الأجوبة الواردة
field-amounts = القوام أو الوجود

direction-a_to_b = بدأ الجانب { $a }
direction-b_to_a = بدأ الجانب { $b }
direction-mutual = كان الفعل من الجانبين معاً

## ما افتُرض

closure-no_third_actor = يُفترض أن أحداً غير الجانبين المذكورين لم يقم بهذا الفعل.
closure-umbrella_as_listed = يُفترض أن التسمية الجامعة تضم الجماعات التي يدرجها الاتفاق تحتها، وتضم غيرها أيضاً حيث يتركها الاتفاق مفتوحة.
closure-adherence_constant = يُفترض أن الجماعة التي قد ترد في قائمة لم تُنشر أسماؤها كانت مدرجة فيها طوال الحدث أو لم تكن مدرجة فيها طواله.
closure-place_not_enumerable = المكان الذي لا يُعرف إلا تقريباً لا يُرسم على الخريطة، ويبقى كل ما يتوقف عليه مجهولاً.

standing-primary = النص نفسه
standing-secondary = تقرير لاحق
standing-draft = رواية صحفية لمقترح
standing-own = أُعدّ لهذه المجموعة

clause-effect-prohibit = حظر
clause-effect-require_notice = يُشترط إخطار مسبق
clause-effect-require_concurrence = تُشترط الموافقة
clause-effect-advise = توصية لا حظر

role-government_side = جانب الحكومة
role-opposition = المعارضة
role-coalition = التحالف

## أسماء الجهات والأماكن

body-another = جهة أخرى لا يسميها الاتفاق
body-unknown = لم يُذكر من
body-nobody = لا أحد
column-common = العمود المشترك
column-of = عمود { $author }
column-all = العمود المشترك: قوائم الجميع وقراءاتهم
column-own = عمود { $author }: القائمة والقراءات الخاصة به
place-band = { $place }، على مسافة لا تتجاوز { $distance }
distance-m = { $n } م
distance-km = { $n } كم
lead-hours = { $n ->
    [zero] { $n } ساعة
    [one] ساعة واحدة
    [two] ساعتين
    [few] { $n } ساعات
    [many] { $n } ساعة
   *[other] { $n } ساعة
}
lead-minutes = { $n ->
    [zero] { $n } دقيقة
    [one] دقيقة واحدة
    [two] دقيقتين
    [few] { $n } دقائق
    [many] { $n } دقيقة
   *[other] { $n } دقيقة
}
groups = { $n ->
    [zero] لا جماعات
    [one] جماعة واحدة
    [two] جماعتان
    [few] { $n } جماعات
    [many] { $n } جماعة
   *[other] { $n } جماعة
}
versions = { $n ->
    [zero] لا روايات للوقائع
    [one] رواية واحدة للوقائع
    [two] روايتان للوقائع
    [few] { $n } روايات للوقائع
    [many] { $n } رواية للوقائع
   *[other] { $n } رواية للوقائع
}
paragraphs = { $n ->
    [one] الفقرة { $list }
    [two] الفقرتان { $list }
   *[other] الفقرات { $list }
}

## الجملة

clauses-under = { $n ->
    [zero] أحد بنود الاتفاق
    [one] البند { $list }
    [two] أحد البندين { $list }
   *[other] أحد البنود { $list }
}
clauses-some = { $n ->
    [zero] أحد بنود الاتفاق
    [one] البند { $list }
    [two] أحد البندين { $list } أو كليهما
   *[other] واحد أو أكثر من البنود { $list }
}
clauses-any = { $n ->
    [zero] أي من بنود الاتفاق
    [one] البند { $list }
    [two] أي من البندين { $list }
   *[other] أي من البنود { $list }
}
clauses-listed = { $n ->
    [one] البند { $list }
    [two] البندين { $list }
   *[other] البنود { $list }
}
clauses-speak = { $n ->
    [zero] يتناوله الاتفاق
    [one] يتناوله البند { $list }
    [two] يتناوله البندان { $list }
   *[other] تتناوله البنود { $list }
}
finding-certain = في كل رواية ممكنة للوقائع المعروضة علينا، يندرج الفعل تحت { $clauses }
finding-lead = في كل رواية ممكنة للوقائع المعروضة علينا مفادها { $premise }، يندرج الفعل تحت { $clauses }
finding-some = في بعض الروايات الممكنة للوقائع المعروضة علينا، لا في جميعها، يندرج الفعل تحت { $clauses }
finding-undetermined = لا يمكن الجزم بما إذا كان الفعل يندرج تحت { $clauses }. وما من إفادة يُعتدّ بها تجيب عما يلي: { $questions }
finding-excepted = لا يندرج الفعل تحت { $clauses } في أي رواية ممكنة للوقائع المعروضة علينا؛ ويرفعه عنه استثناء في رواية واحدة على الأقل: { $exceptions }؛ وليس ذلك إذناً
finding-not-reached = الاتفاق ساكت، وتسري قواعد قانونية أخرى: الفعل من قبيل ما { $clauses } أو قد يكون كذلك، غير أن الاتفاق لا يشمله في أي رواية ممكنة للوقائع المعروضة علينا؛ وليس ذلك إذناً
finding-not-engaged = لا قاعدة معنية، وليس ذلك إذناً: ليس الفعل، في أي رواية ممكنة للوقائع المعروضة علينا، من قبيل ما يتناوله أي حظر أو شرط في الاتفاق
finding-not-engaged-clause = البند غير معني، وليس ذلك إذناً: ليس الفعل، في أي رواية ممكنة للوقائع المعروضة علينا، من قبيل ما { $clauses }
finding-contradictory = لا توجد رواية للوقائع تتفق مع كل ما ذُكر؛ ولذلك لا يُحسب شيء
finding-too-many = تختلف روايات الوقائع في ما بينها ويتجاوز عددها { $limit }؛ ولذلك لا يُحسب شيء وتبقى النتيجة غير محسومة
finding-advice = { $sentence } (توصية لا حظر)
text-cited = {"\u200F"}{ $text } ({ $paragraph })
column-says = القائمة والقراءة: { $author }. { $sentence }
exception-notice-given = توجيه الإخطار في موعده ({ $paragraph })
exception-concurrence-held = ورود الموافقة ({ $paragraph })
tail-subject = ، رهناً بما يُترك للناس الحكم فيه: { $questions }
tail-justified = ؛ ولم يُنظر في مسوّغات الفعل ({ $paragraphs })
tail-side = ؛ ولا يُعرف من أي الجانبين صدر الفعل
tail-advice = ؛ وتسري عليه، أو قد تسري، توصية { $clauses }
tail-lists = {" "}(بحسب { $n ->
    [one] القائمة
    [two] القائمتين
   *[other] القوائم
}: { $sizes })
list-size = {"\u200F"}{ $author } – { $groups }
list-all = كل التزام أياً كان من أكّده

## الروايات التي تصح فيها الجملة

premise-took-part-yes = أن جماعة واحدة على الأقل { $which } شاركت { $side }
premise-took-part-no = أنه لم تشارك { $side } أي جماعة { $which }
premise-was-yes = أن صفة { $side } كانت آنذاك { $status }
premise-was-no = أن صفة { $side } لم تكن آنذاك { $status }
premise-direction-side = أن { $side } هو البادئ
premise-direction-both = أن الجانبين بدآ معاً
premise-place-in = أن ذلك وقع داخل { $place }
premise-place-out = أن ذلك وقع خارج { $place }
premise-near-in = أن ذلك وقع على مسافة لا تتجاوز { $distance } من { $place }
premise-near-out = أن ذلك وقع على مسافة تتجاوز { $distance } من { $place }
premise-forward-in = أن ذلك وقع إلى الأمام من { $place }
premise-forward-out = أن ذلك لم يقع إلى الأمام من { $place }
premise-moment-before = أن ذلك وقع قبل { $moment }
premise-moment-after = أن ذلك وقع في { $moment } أو بعده
premise-list = أن القائمة المعتمدة هي { $list }
premise-reading = أن البند { $clause } يُقرأ على النحو الآتي: { $reading }
premise-source = أن الإفادة المحتسبة برقم { $n } بشأن «{ $field }» هي الصحيحة
premise-answer-yes = أن الجواب عن السؤال { $question } هو نعم
premise-answer-no = أن الجواب عن السؤال { $question } هو لا

which-status = { $list }
which-role = صفتها { $list }
which-actor = هي { $list } أو جزء منها
which-status-party = ملتزمة بالاتفاق
which-status-excluded = مستبعدة من الاتفاق
which-status-non_party = قيل إنها خارج الاتفاق
which-status-unlisted = غير مدرجة في القائمة
side-named = الجانب { $side }
side-on = من جانب { $side }
side-on-unnamed = من الجانب غير المسمى
side-unnamed = غير مسماة
the-zone = المنطقة { $name }
the-line = الخط { $name }
the-group = إحدى المناطق المسماة { $name } (وعددها { $n })
side-first = الجانب المذكور أولاً
side-second = الجانب المذكور ثانياً

## أسئلة يمكن للناس طرحها

ask-took-part = هل شاركت { $side } جماعة واحدة على الأقل { $which }؟
ask-was = هل كانت صفة { $side } آنذاك { $status }؟
ask-direction = أي الجانبين بدأ؟
ask-place = على أي جانب من حدود { $place } وقع ذلك؟
ask-near = هل وقع ذلك على مسافة لا تتجاوز { $distance } من { $place }؟
ask-forward = هل وقع ذلك إلى الأمام من { $place }؟
ask-moment = هل كان ذلك قبل { $moment } أم بعده؟
ask-source = أي الإفادات بشأن «{ $field }» هي الصحيحة؟
ask-list = أي قائمة للجماعات الملتزمة هي المعتمدة؟ (سؤال للضامنين)
ask-reading = أي قراءة للبند { $clause } هي المعتمدة؟ (سؤال للضامنين)
ask-kind = هل كان الفعل من هذا القبيل: { $list }؟
ask-by = هل كان البادئ جهة { $which }؟
ask-against = هل كان مَن وُجّه إليه الفعل جهة { $which }؟
ask-harmed = هل تضرر أحد من هؤلاء: { $list }؟
ask-harmed-who = هل تضررت جهة { $which }؟
ask-harmed-both = هل تضررت جهة { $which } وتضرر أحد من هؤلاء: { $list }؟
ask-site = هل أُصيب شيء من هذا القبيل: { $list }؟
ask-inside = هل وقع ذلك داخل { $list }؟
ask-outside = هل وقع ذلك خارج { $list }؟
ask-within = هل وقع ذلك على مسافة لا تتجاوز { $distance } من { $list }؟
ask-forward_of_own_line = هل وقع ذلك إلى الأمام من خط البادئ؟
ask-own_line_within = هل وقع ذلك على مسافة تقل عن { $distance } من خط البادئ؟
ask-weapon = هل كان السلاح من هذا القبيل: { $list }؟
ask-platform = هل كانت المركبة أو الطائرة من هذا القبيل: { $list }؟
ask-purpose = هل كان الغرض من هذا القبيل: { $list }؟
ask-armed = { $value ->
    [true] هل كان مسلحاً؟
   *[other] هل كان غير مسلح؟
}
ask-in_notified_volume = { $value ->
    [true] هل بقي ذلك ضمن ما أُخطر به؟
   *[other] هل خرج ذلك عما أُخطر به؟
}
ask-control_changed = { $value ->
    [true] هل انتقلت السيطرة على المكان؟
   *[other] هل بقيت السيطرة على المكان كما كانت؟
}
ask-period = هل وقع ذلك ضمن المدة التي يحددها البند؟
ask-schedule = هل وقع ذلك ضمن الساعات التي يحددها البند؟
ask-notified_before = هل وُجّه الإخطار قبل ذلك بما لا يقل عن { $lead }؟
ask-answer_held = هل ورد هذا الجواب: { $of } – { $answer }؟
ask-above_baseline = هل تجاوز ذلك ما أُعلن: { $baseline } ({ $amount })؟
ask-not = هل يُستبعد ما يلي: { $list }؟

if-yes = إن كان الجواب نعم
if-no = إن كان الجواب لا
if-side = إن بدأ { $side }
if-both = إن بدأ الجانبان معاً
if-in = إن كان ذلك في الداخل
if-out = إن كان ذلك في الخارج
if-near = إن كان ضمن تلك المسافة
if-far = إن كان أبعد من ذلك
if-forward = إن كان إلى الأمام منه
if-not-forward = إن لم يكن إلى الأمام منه
if-before = إن كان قبله
if-after = إن كان عنده أو بعده
if-source = إن صحت الإفادة المحتسبة برقم { $n }
if-choice = إن كانت { $choice } هي المعتمدة
then-certain = { $if }: يندرج يقيناً تحت { $clauses }{ $tail }
then-cleared = { $if }: لا يندرج

## صدر النشرة

headline = { $n ->
    [zero] لا يصبح أي استنتاج يقينياً
    [one] يصبح استنتاج واحد يقينياً
    [two] يصبح استنتاجان يقينيين
    [few] تصبح { $n } استنتاجات يقينية
    [many] يصبح { $n } استنتاجاً يقينياً
   *[other] يصبح { $n } استنتاج يقينياً
} بجواب واحد عن سؤال واحد: { $question } { $then }{ $lists }
headline-of = { $n ->
    [zero] لا يصبح أي استنتاج يقينياً
    [one] يصبح استنتاج واحد يقينياً
    [two] يصبح استنتاجان يقينيين
    [few] تصبح { $n } استنتاجات يقينية
    [many] يصبح { $n } استنتاجاً يقينياً
   *[other] يصبح { $n } استنتاج يقينياً
} من أصل { $total } بجواب واحد عن سؤال واحد: { $question } { $then }{ $lists }

## التعليل كاملاً

explain-row = ما يقوله السجل
explain-clause = البند { $clause } ({ $paragraphs })
explain-not-engaged = البنود غير المعنية
explain-presumptions = ما يُفترض ومن يفترضه
explain-closure = ما أُخذ على أنه كذلك
explain-lists = القوائم التي لم تُنشر أسماؤها
explain-settle = ما الذي يحسم الأمر
explain-margins = البعد عن الحدود
explain-notice = ما هذا

line = {"\u200F"}{ $name }: { $value }
line-event = الحدث
line-title = العنوان
line-list = القوائم
line-reading = قراءة البند { $clause }
line-result = النتيجة
line-versions = ما وُزن
line-not-said = لم يُذكر
line-district = المنطقة
line-deaths = القتلى
line-deaths-part = القتلى من جانب { $side }
line-deaths-civilians = القتلى المدنيون
line-deaths-unknown = القتلى الذين لم يُذكر جانبهم
line-deaths-parts = القتلى بحسب الجانب
line-report = تقرير
line-note = ملاحظة على السجل
line-cites = المرجع
line-source = المصدر
line-effect = أثر البند
line-in-force = سريانه
line-counts = الروايات
line-witness = رواية تبيّن ذلك
line-counter = رواية لا يكون البند فيها معنياً
line-exception = يرفعه استثناء
line-assessment = متروك للناس
line-justification = لم يُنظر فيه
line-set-aside = لم يُحتسب قوله لمصلحة نفسه
line-presumed = يُفترض
line-rebutted = يُفترض وتنقضه الوقائع
line-whatever = يحسم الأمر أياً كان الجواب
line-under = يحسم الأمر بأحد الأجوبة
line-together = تحسم الأمر مجتمعة
line-unanswered = ما من إفادة يُعتدّ بها تجيب عنه
line-organ = الجهة التي يسميها الاتفاق

not-said = لم يُذكر
in-force-always = غير محدد المدة
in-force-from = من { $start }
in-force-until = حتى { $end }
in-force-between = من { $start } حتى { $end }
yes = نعم
no = لا
and-also = { $first }؛ { $next }
version-of-source = { $value } (المصدر { $source })
version-no = رقم { $n }: { $value }
with-status = {"\u200F"}{ $body } ({ $status })
altitude = { $lower }–{ $upper } م ({ $datum })
notice-none = لم يوجَّه إخطار
notice-lead = قبل ذلك بـ{ $lead }
harmed-none = لا أحد من الفئات المذكورة
harmed-members = {"\u200F"}{ $classes } ({ $members })
report-by = {"\u200F"}{ $office }، { $day }: { $headline }
report-undated = {"\u200F"}{ $office }: { $headline }
report-original = { $report } (المصدر الأول: { $original })
cited = {"\u200F"}{ $instrument }، { $paragraphs }
source-cited = {"\u200F"}{ $title } ({ $standing })
source-at = {"\u200F"}{ $title } ({ $standing })، { $url }
counts = معني في { $yes }، ولا يمكن الجزم في { $unknown }، من أصل { $n ->
    [zero] { $n } رواية للوقائع
    [one] رواية واحدة للوقائع
    [two] روايتين للوقائع
    [few] { $n } روايات للوقائع
    [many] { $n } رواية للوقائع
   *[other] { $n } رواية للوقائع
}
witness-began = البادئ: { $who }
witness-struck = الموجَّه إليه: { $who }
witness-list = القائمة: { $list }
witness-reading = القراءة: { $reading }
witness-inside = المكان: { $areas }
witness-outside = المكان: خارج جميع المناطق التي نُشرت خرائطها
witness-unplaced = المكان: غير معروف بدقة كافية
witness-since = بحسب الحال منذ { $moment }
witness-version = الإفادة المحتسبة برقم { $n } بشأن «{ $field }»
witness-uncounted = لم تُحتسب أي إفادة بشأن «{ $field }»
such-as = { $body } ({ $status }؛ وهو اسم واحد لجميع من لا يميز بينهم أي بند ضمن { $umbrella })
area-forward = إلى الأمام من { $line }
presumed-by = يُنسب ذلك إلى { $author } لا إلى الآلة: { $gist } { $question } وينقضه: { $rebuttal } ويُعتدّ به في: { $columns }
presumed-adopters = { $author } (وأخذ به أيضاً: { $adopters })
list-said = { $list }: { $groups }، كما قيل في { $day } ({ $source })
margin-inside = { $area }: { $distance } داخل الحدود
margin-outside = { $area }: { $distance } خارج الحدود
notice-prima-facie = هذا استنتاج محسوب وأولي: يُستشهد فيه ببند ولا يُقرَّر فيه شيء. أما مسألة الالتزام بالاتفاق فتبتّ فيها الجهة التي يسميها.
notice-not-permission = وهو لا يأذن بشيء، لا قبل الحدث ولا بعده.
notice-one-name = قد يرمز الاسم الواحد في الروايات المعروضة إلى عدة جماعات، وهو لا يتهم أحداً.
notice-recomputable = الاتفاق { $agreement }، البصمة { $mark }: كل من لديه النص نفسه والسجل نفسه يصل إلى الجواب نفسه.
