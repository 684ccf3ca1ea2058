# ما يُسأل عنه المُبلِّغ وما يُعرض عليه ويُقال له. يُقرأ بصوت عالٍ، فهو قصير وبلا مصطلحات.

## الاستمارة

case-ask-words = ماذا حدث؟ بكلماتك؛ السطر الفارغ ينهي الكلام.
case-ask-where = أين حدث ذلك؟ كما تقوله عادةً؛ فارغ: لا أقول.
case-ask-when = متى حدث ذلك؟ كما تقوله عادةً؛ فارغ: لا أقول.
case-ask-who = من يقول ذلك؟ لا حاجة إلى اسم، وأكثر الناس لا يذكرونه؛ فارغ: بلا اسم.
case-ask-files = الملفات المرفقة، مسار واحد في كل سطر؛ السطر الفارغ ينهي القائمة.
case-ask-phrase = عبارة الإيصال (لا تظهر أثناء الكتابة)
case-ask-seal = هل هذا صحيح؟ سيُختم كما هو هنا.
case-ask-erase = هل تُمحى كل بلاغات هذه القضية نهائيًا؟
case-ask-written = هل كتبتها؟ مفتاح الإدخال يمسح الشاشة.

## قراءة الاستمارة

case-back = هذا ما سيُختم، لموظفي هذا المكتب وحدهم:
case-back-words = ماذا حدث
case-back-where = أين
case-back-when = متى
case-back-who = من يقول ذلك
case-back-day = قيل في
case-back-file = الملف { $number }: { $media }، { $size ->
    [zero] { $size } بايت
    [one] { $size } بايت
    [two] { $size } بايت
    [few] { $size } بايت
    [many] { $size } بايت
   *[other] { $size } بايت
}
case-back-removed = أُزيل منه: { $what }
case-back-nothing = لم يُقل
case-back-not-named = بلا اسم
case-back-rest = لا يُحفظ: الساعة، وأسماء الملفات، وجهازك، وعنوانك، وهذه العبارة.
case-removed-exif = الكاميرا وإعداداتها والأوقات
case-removed-gps = مكان التصوير
case-removed-maker-notes = ملاحظات الكاميرا نفسها
case-removed-thumbnail = صورة صغيرة صنعتها الكاميرا
case-removed-xmp = آثار تعديل وأسماء وأماكن
case-removed-iptc = تعليقات وأسماء
case-removed-colour-profile = ملف ألوان
case-removed-comments = ملاحظات
case-removed-further-frames = صور أخرى
case-removed-bytes-after-its-end = ما خُبّئ بعد نهاية الملف
case-removed-document-properties = المؤلف والعنوان والبرنامج والأوقات
case-removed-attachments = ملفات مرفقة
case-removed-scripts = نصوص برمجية
case-removed-sound-tags = العنوان والفنان والجهاز والأوقات
case-removed-film-tags = الجهاز والأوقات
case-removed-unreadable-metadata = بيانات لا يمكن قراءتها

## العبارة

case-phrase = عبارة الإيصال الخاصة بك. تظهر مرة واحدة، ولا يستطيع أحد هنا أن يجدها ثانيةً:
case-keep-1 = بهذه الكلمات وبهذا الترتيب تعود إلى هذا المكتب: لتضيف شيئًا، أو لتقرأ جوابنا، أو ليُمحى كل شيء.
case-keep-2 = احفظها عن ظهر قلب إن استطعت؛ تساعدك قصة صغيرة فيها كل الكلمات.
case-keep-3 = إن كان لا بد من كتابتها: بخط اليد، على ورق، بين كلمات أخرى كقائمة مشتريات، ومن دون اسمنا. لا صورةً أبدًا، ولا في هاتف أو رسالة أو بريد.
case-keep-4 = لا تقلها لأحد، ولا لنا. من يملكها يستطيع أن يقرأ رسائلنا إليك وأن يمحو بلاغك.
case-keep-5 = عُد من جهاز ومن مكان لا يراقبك فيهما أحد. إن ضاعت الكلمات فأعد البلاغ من جديد؛ وإن عرفها غيرك فتعال ليُمحى البلاغ.

## العودة

case-sealed = خُتم، وهو محفوظ.
case-report = البلاغ { $number }
case-answer-waiting = محفوظ هنا؛ ولم يغادر هذا المكتب بأي شكل
case-answer-kept = محفوظ هنا؛ ولدى الآخرين علامة على أنه لم يتغير، ولا يستطيعون قراءته
case-answer-erased = مُحي؛ ولا يستطيع أحد قراءته بعد الآن
case-answer-lost = لم يُحفظ: توقفت الآلة. نرجو أن تقوله مرة أخرى
case-told = أُعلن للجميع: { $what }
case-told-none = لم يُعلن منه شيء للجميع
case-field-0 = ما هو
case-field-1 = من يقول ذلك
case-field-2 = متى
case-field-3 = أين
case-field-4 = بأي طريق وصل
case-field-5 = الكلمات
case-field-6 = الملفات
case-field-7 = شروط أخرى
case-letters-none = لا رسائل لك.
case-letter-changed = رسالة لا يمكن قراءتها: غيّرها أحد ما.
case-letter = رسالة بتاريخ { $day }:
case-erased = { $number ->
    [zero] لم يبقَ ما يُمحى. زالت القضية، ولا تفتح هذه العبارة شيئًا بعد الآن.
    [one] مُحي بلاغ واحد. زالت القضية، ولا تفتح هذه العبارة شيئًا بعد الآن.
    [two] مُحي بلاغان. زالت القضية، ولا تفتح هذه العبارة شيئًا بعد الآن.
    [few] مُحيت { $number } بلاغات. زالت القضية، ولا تفتح هذه العبارة شيئًا بعد الآن.
    [many] مُحي { $number } بلاغًا. زالت القضية، ولا تفتح هذه العبارة شيئًا بعد الآن.
   *[other] مُحي { $number } بلاغ. زالت القضية، ولا تفتح هذه العبارة شيئًا بعد الآن.
}
case-erased-not = ما أُعلن للجميع من قبل لا يمكن استرجاعه.
