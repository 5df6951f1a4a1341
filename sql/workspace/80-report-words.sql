-- The words of a report, in English and Chinese.

CREATE FUNCTION badcase_internal.report_words(lang text) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT jsonb_object_agg(x.key, CASE report_words.lang WHEN 'zh' THEN x.zh ELSE x.en END)
    FROM (
      VALUES
      ('words', 'en', 'zh'),
      ('lang', 'en', 'zh-CN'),
      ('title', 'Round %s · %s', '第 %s 轮 · %s'),
      ('eyebrow', 'Report of round %s', '第 %s 轮报告'),
      ('opened', 'Opened', '开始'),
      ('cut_off', 'Cut-off', '截止'),
      ('closed', 'Closed', '结束'),
      ('not_yet', 'not yet', '尚未'),
      ('key_figures', 'Key figures', '要览'),
      ('tile_received', 'records received', '收到的记录'),
      ('tile_reviews', 'reviews given', '完成的评审'),
      ('tile_missing', 'records still wanted', '尚缺的记录'),
      ('n', 'Number', '数量'),
      ('share', 'Share', '占比'),
      ('nothing', 'Nothing yet.', '暂无。'),
      ('more', '%s more', '其余 %s 项'),

      ('lines_head', 'What came in', '收到的数据'),
      ('lines_about', 'The lines of all files that were sent in this round. Files: %s, contributors: %s.', '本轮提交的全部文件的各行：%s 个文件，来自 %s 位贡献者。'),
      ('lines_caption', 'Lines', '各行'),
      ('line_stored', 'stored', '已存入'),
      ('line_repeated', 'repeated: sent before by the same contributor', '重复：同一贡献者先前已提交'),
      ('line_refused', 'refused: no record', '拒收：不是有效记录'),
      ('line_blank', 'blank', '空行'),
      ('refused_caption', 'Refused lines by code, each line once', '拒收的行，按代码，每行计一次'),

      ('states_head', 'Where the records stand', '记录的状态'),
      ('states_about', 'The records that came in in this round, by their state now; beside them those of all rounds.',
        '本轮收到的记录目前的状态，以及历轮合计。'),
      ('states_caption', 'Records by state', '记录，按状态'),
      ('this_round', 'This round', '本轮'),
      ('all_rounds', 'All rounds', '历轮'),
      ('state_received', 'received: waits for triage', '已收到：等待分拣'),
      ('state_held', 'held: waits for a curator or an attestation', '搁置：等待管理员或声明'),
      ('state_duplicate', 'duplicate', '重复'),
      ('state_pending', 'pending: waits for reviews', '待评审'),
      ('state_needs_changes', 'needs changes', '需修改'),
      ('state_disputed', 'disputed: reviewers disagree', '有争议：评审意见不一'),
      ('state_accepted', 'accepted', '已接受'),
      ('state_rejected', 'rejected', '未接受'),
      ('state_withdrawn', 'withdrawn', '已撤回'),

      ('reviews_head', 'Reviews and verdicts', '评审与结论'),
      ('reviews_about', 'Reviews: %s, of records: %s, by reviewers: %s. A record can be decided more than once: after a revision, or reopened.',
        '本轮 %3$s 位评审者对 %2$s 条记录作出 %1$s 次评审。修改或重开之后，一条记录可能再次裁定。'),
      ('reviews_caption', 'Verdicts', '结论'),
      ('by_review', 'Reviews', '评审'),
      ('by_decision', 'Decisions', '裁定'),
      ('agreement', 'Over all rounds the reviewers agree on %s of %s pairs of reviews; Fleiss'' kappa is %s.', '历轮合计：%2$s 对评审中有 %1$s 意见一致；Fleiss kappa 为 %3$s。'),
      ('rulings', 'Decided by curators: %s. Reopened: %s.', '其中管理员裁定有争议的记录 %s 条，重开 %s 条。'),
      ('reasons_caption', 'Reasons that reviewers gave', '评审者给出的理由'),

      ('coverage_head', 'Coverage of tasks', '任务覆盖'),
      ('coverage_about', 'Accepted records against the target of each task; near-duplicates count once. The tasks that miss most stand first.', '各任务已接受的记录与目标；近似重复只计一次。缺得最多的任务在前。'),
      ('coverage_caption', 'Tasks', '任务'),
      ('coverage_sum', 'Tasks that have what they want: %s of %s. Accepted records toward all targets: %s of %s.', '%2$s 个任务中有 %1$s 个已达目标；全部目标 %4$s 条中已接受 %3$s 条。'),
      ('no_task', 'no task yet', '尚无任务'),
      ('received', 'Received', '收到'),
      ('clusters', 'Clusters', '簇'),
      ('accepted', 'Accepted', '已接受'),
      ('now', 'In this round', '本轮接受'),
      ('target', 'Target', '目标'),
      ('missing', 'Missing', '尚缺'),
      ('key_before', 'accepted in other rounds', '他轮接受'),
      ('key_now', 'accepted in this round', '本轮接受'),
      ('key_open', 'not decided yet', '尚未裁定'),
      ('key_mark', 'target, where there is more', '目标（已超出时）'),
      ('coverage_bar', '%s accepted, %s not decided yet, target %s', '已接受 %s，尚未裁定 %s，目标 %s'),

      ('kinds_head', 'Kinds of failure', '失败类型'),
      ('kinds_about', 'In what way the model failed, of the records that were decided in this round. A record of several kinds counts for each.', '本轮裁定的记录中模型失败的方式。兼有数种的记录各计一次。'),
      ('kinds_caption', 'Kinds of failure', '失败类型'),
      ('kinds_none', 'Decided records that name no kind: %s.', '%s 条已裁定的记录未注明类型。'),
      ('decided', 'Decided', '已裁定'),
      ('kind_instruction', 'instruction not understood', '未理解指令'),
      ('kind_domain', 'concept missing', '缺少领域概念'),
      ('kind_factual', 'factual error', '事实错误'),
      ('kind_harmful', 'harmful answer', '有害回答'),
      ('kind_context', 'inconsistent with the dialogue', '与上文不一致'),
      ('kind_other', 'other', '其他'),
      ('key_other', 'decided otherwise', '另作裁定'),
      ('kinds_by_task_head', 'Kinds of failure by task', '各任务的失败类型'),
      ('kinds_by_task_about', 'The same records, by their task: those with most first.', '同样的记录，按任务；最多者在前。'),
      ('kinds_by_task_caption', 'Tasks', '任务'),
      ('all_kinds', 'All', '合计'),
      ('short_instruction', 'Instruction', '指令'),
      ('short_domain', 'Domain', '概念'),
      ('short_factual', 'Factual', '事实'),
      ('short_harmful', 'Harmful', '有害'),
      ('short_context', 'Context', '上文'),
      ('short_other', 'Other', '其他'),

      ('clusters_head', 'Near-duplicates', '近似重复'),
      ('clusters_about', 'Records that exact and near relations tie together are one cluster. Clusters with a record of this round: %s. Withdrawn records are not counted.', '由相同或近似关系相连的记录为一簇：有本轮记录的簇共 %s 个。已撤回的记录不计。'),
      ('clusters_caption', 'Clusters by size', '簇，按大小'),
      ('cluster_size', '%s records', '%s 条记录'),
      ('cluster_one', '1 record', '1 条记录'),
      ('n_records', 'Records', '记录'),

      ('credits_head', 'Credits', '致谢'),
      ('credits_about', 'Who first sent the records that were accepted in this round; near-duplicates count once. Names are of those who agreed to be shown.', '本轮接受的记录的首位提交者；近似重复只计一次。仅列出同意署名者。'),
      ('credits_caption', 'Accepted records by contributor', '已接受的记录，按贡献者'),
      ('unnamed', 'not named (contributors: %s)', '%s 位未署名的贡献者'),
      ('reviewers_caption', 'Reviews of this round by reviewers who agreed to be shown', '本轮评审，仅列出同意署名的评审者'),
      ('footer', 'For the curators of the program: these numbers are not made anonymous. A record belongs to the first round whose cut-off it came before. Times are in UTC; the same data give the same page.',
        '供项目管理员使用：数字未作匿名处理。一条记录属于其到达之后首个截止的轮次。时间为 UTC；数据相同则页面相同。')
    ) x(key, en, zh);
  END;
COMMENT ON FUNCTION badcase_internal.report_words(text) IS 'the words of a report in a language, by key';

CREATE FUNCTION badcase_internal.report_reason(reason text, lang text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT coalesce(badcase_internal.told('reason_' || reason, lang), reason);
  END;
COMMENT ON FUNCTION badcase_internal.report_reason(text, text) IS 'a reason code in words of a language';
