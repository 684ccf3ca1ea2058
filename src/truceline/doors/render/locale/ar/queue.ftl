# ما يُسأل عنه الناس أولًا، وما الذي يغيّره جوابهم.

queue-merge = هل هذه واقعة واحدة؟ { $matters }
queue-split = هل هذه وقائع عدة؟ { $matters }
queue-grade = ما مدى موثوقية هذا المصدر؟ { $matters }
queue-place = أي مكان هو المقصود؟ { $matters }
queue-why = سبب السؤال: { $why }
queue-change-result = نتيجة { $of }: من { $before } إلى { $after }
queue-change-reliability = موثوقية { $of }: من { $before } إلى { $after }
queue-change-roots = الأصول: من { $before } إلى { $after }
queue-change-findings = النتائج: من { $before } إلى { $after }
queue-answer = يُجاب بالأمر: { $command }
