# Places by name, and coordinates as people give them: what is asked back.

places-none = لا يوجد هنا مكان يشبه هذا الاسم. يرجى تهجئته أو ذكر أقرب مكان أكبر منه.
places-which = { $count ->
    [one] هل تقصد { $names }؟
   *[other] أيّ هذه الأماكن تقصد: { $names }؟
}
places-asked-axes = أيّ الرقمين هو خط العرض وأيّهما خط الطول؟
places-asked-hemisphere = شمال أم جنوب، شرق أم غرب؟
places-asked-zone = ما هي منطقة الشبكة؟
places-asked-numbers = هل الفاصلة علامة عشرية أم تفصل بين رقمين؟
places-asked-outside = يقع هذا خارج المنطقة المتوقعة. هل هذا هو المقصود؟
