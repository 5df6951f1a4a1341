-- What contributors are told, in English and Chinese; the report takes the reasons from here. Where there is no English, the
-- server's message or hint is it.

CREATE FUNCTION badcase_internal.told_words() RETURNS TABLE (key text, en text, zh text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    VALUES
      ('hint_received', 'It waits for triage.', '等待分拣。'),
      ('hint_held', 'It waits for your attestation (badcase.attest) and the next triage, or for a curator to look at what it may hold.', '等待您的声明（badcase.attest）和下一次分拣，或等待管理员查看其中可能含有的内容。'),
      ('hint_duplicate', 'You sent the same before; nothing is to be done.', '您先前已提交过相同内容，无需处理。'),
      ('hint_pending', 'It waits for review.', '等待评审。'),
      ('hint_needs_changes', 'It is useful, but the response is not right yet: send a better one with badcase.revise.', '内容有用，但回答尚不正确：请用 badcase.revise 提交更好的回答。'),
      ('hint_disputed', 'The reviewers disagree; a curator decides.', '评审意见不一，将由管理员裁定。'),
      ('hint_accepted', 'Thank you.', '谢谢。'),
      ('hint_rejected', 'See the message; nothing is to be done.', '理由见说明，无需处理。'),
      ('hint_withdrawn', 'It was taken back.', '已撤回。'),
      ('hint_repeated', 'You sent the same before; nothing is to be done.', '您先前已提交过相同内容，无需处理。'),
      ('hint_blank', 'There is nothing in the line; nothing is to be done.', '此行没有内容，无需处理。'),

      ('code_invalid_utf8', NULL, '字节不是有效的 UTF-8'),
      ('hint_invalid_utf8', NULL, '请将文件另存为 UTF-8 后重新提交。'),
      ('code_syntax', NULL, '此行不是有效的 JSON'),
      ('hint_syntax', NULL, '每行写一个完整的 JSON 对象；用 JSON 库生成不会出错。'),
      ('code_not_object', NULL, '此行是 JSON，但不是对象'),
      ('hint_not_object', NULL, '每条记录写成一个对象：{"prompt": "...", "response": "..."}。'),
      ('code_trailing_data', NULL, '对象之后还有其他内容'),
      ('hint_trailing_data', NULL, '每条记录单独占一行。'),
      ('code_duplicate_key', NULL, '记录的某个键出现了两次'),
      ('hint_duplicate_key', NULL, '请只保留其中一个值；无法判断以哪个为准。'),
      ('code_missing_prompt', NULL, '记录没有 prompt'),
      ('hint_missing_prompt', NULL, '请加上键 "prompt"，其值为模型的输入。'),
      ('code_missing_response', NULL, '记录没有 response'),
      ('hint_missing_response', NULL, '请加上键 "response"，其值为模型应给出的回答。'),
      ('code_prompt_type', NULL, 'prompt 不是字符串'),
      ('hint_prompt_type', NULL, '请把 prompt 写成双引号内的 JSON 字符串。'),
      ('code_response_type', NULL, 'response 不是字符串'),
      ('hint_response_type', NULL, '请把 response 写成双引号内的 JSON 字符串，数字也如此。'),
      ('code_prompt_blank', NULL, 'prompt 是空白'),
      ('hint_prompt_blank', NULL, '请在 prompt 中写明指令。'),
      ('code_response_blank', NULL, 'response 是空白'),
      ('hint_response_blank', NULL, '请在 response 中写出期望的回答。'),
      ('code_history_type', NULL, 'history 不是数组'),
      ('hint_history_type', NULL, '请把 history 写成 [["问题", "回答"], ...]，最早的在前，或省略不写。'),
      ('code_history_shape', NULL, 'history 的某一轮不是一对字符串'),
      ('hint_history_shape', NULL, '每一轮写成 ["问题", "回答"]。'),
      ('code_rejected_type', NULL, 'rejected 不是字符串'),
      ('hint_rejected_type', NULL, '请把模型自己的回答写成 JSON 字符串，或省略 "rejected"。'),
      ('code_nul_character', NULL, '此行含有字符 U+0000'),
      ('hint_nul_character', NULL, '请删除零字符；数据库中的文本不能含有它。'),
      ('code_lone_surrogate', NULL, '某个转义只是代理对的一半'),
      ('hint_lone_surrogate', NULL, '表情等字符被截断了一半；请补全或删除。'),
      ('code_too_deep', NULL, '数组和对象嵌套过深'),
      ('hint_too_deep', NULL, '最多 512 层。'),
      ('code_too_large', NULL, '记录过大'),
      ('hint_too_large', NULL, '一条记录最多 64 MB 文本、约八百万个值。'),
      ('code_number_range', NULL, '数字超出范围'),
      ('hint_number_range', NULL, '小数点前最多 131072 位，后最多 16383 位；请写成字符串。'),

      ('field_prompt', 'prompt', '提示'),
      ('field_response', 'response', '回答'),
      ('field_question', 'question', '历史问题'),
      ('field_answer', 'answer', '历史回答'),
      ('field_rejected', 'rejected', '原回答'),
      ('field_meta', 'meta', '其他键'),

      ('byte', '%s (byte %s)', '%s（第 %s 字节）'),
      ('unattested', 'there is no attestation', '尚无声明'),
      ('attested', 'it is attested by now, and the next triage looks at it', '声明已补上，下一次分拣会处理'),
      ('term', 'a term that a curator must look at', '须由管理员查看的词语'),
      ('found', '%s', '%s'),
      ('found_in', '%s in %s', '%2$s中有 %1$s'),
      ('line_repeated', 'it is line %s of upload %s', '与上传 %2$s 第 %1$s 行相同'),
      ('line_before', 'as line %s of upload %s was: %s', '与上传 %2$s 第 %1$s 行相同：%3$s'),
      ('news_accepted', 'Accepted: %s. Thank you.', '已接受 %s 条，谢谢。'),
      ('news_rejected', 'Not accepted: %s; badcase.my_submissions says why.', '未接受 %s 条，理由见 badcase.my_submissions。'),
      ('news_needs_changes', 'Waiting for a better answer of yours: %s; badcase.my_submissions says what is wrong, badcase.revise takes the answer.', '有 %s 条等待您改进回答：问题见 badcase.my_submissions，用 badcase.revise 提交。'),
      ('news_attestation', 'Held until you attest that they hold no personal information, secrets or property of others (badcase.attest): %s.', '有 %s 条搁置，等待您声明其中不含个人信息、秘密或他人财产（badcase.attest）。'),
      ('news_held', 'Held until a curator has looked at what they may hold: %s.', '有 %s 条搁置，等待管理员查看其中可能含有的内容。'),

      ('reason_useless', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'useless'), '模型从中学不到东西'),
      ('reason_spam', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'spam'), '垃圾内容'),
      ('reason_duplicate', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'duplicate'), '与另一条过于相似'),
      ('reason_wrong_answer', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'wrong_answer'), '回答有误'),
      ('reason_incomplete', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'incomplete'), '回答不完整'),
      ('reason_off_task', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'off_task'), '答非所问'),
      ('reason_bad_format', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'bad_format'), '回答的格式不合要求'),
      ('reason_wrong_language', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'wrong_language'), '回答的语言不合要求'),
      ('reason_personal_information', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'personal_information'), '含个人信息'),
      ('reason_trade_secret', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'trade_secret'), '含商业秘密'),
      ('reason_national_security', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'national_security'), '可能危害国家安全'),
      ('reason_third_party_ip', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'third_party_ip'), '属于他人'),
      ('reason_other_model_output', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'other_model_output'), '由其他模型写成'),
      ('reason_harmful', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'harmful'), '回答有害'),
      ('reason_not_reproduced', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'not_reproduced'), '模型并未在此失败'),
      ('reason_contaminated', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'contaminated'), '属于评测集'),
      ('reason_unclear_prompt', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'unclear_prompt'), '提示不清楚'),
      ('reason_no_format', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'no_format'), '提示未说明输出格式'),
      ('reason_too_short', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'too_short'), '太短'),
      ('reason_other', (SELECT r.words FROM badcase_internal.reasons() r WHERE r.code = 'other'), '其他理由');
  END;
COMMENT ON FUNCTION badcase_internal.told_words() IS 'what contributors are told, in words by key and language';

CREATE FUNCTION badcase_internal.told(key text, lang text, VARIADIC arguments text[] DEFAULT '{}') RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN arguments = '{}' THEN t.words ELSE format(t.words, VARIADIC arguments) END
    FROM (
      SELECT CASE told.lang WHEN 'zh' THEN w.zh ELSE w.en END AS words FROM badcase_internal.told_words() w WHERE w.key = told.key) t;
  END;
COMMENT ON FUNCTION badcase_internal.told(text, text, text[]) IS 'what a contributor is told, by key, with arguments put in; null where nothing has that key';
