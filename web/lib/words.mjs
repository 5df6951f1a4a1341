// What the pages say, in Chinese and English. What the database tells in words comes in the language that is asked for.
const words = {
  // frame
  brand: ['badcase', 'badcase'], skip: ['跳到正文', 'Skip to content'], language: ['English', '中文'], leave: ['退出', 'Leave'], menu: ['菜单', 'Menu'],
  nav_mine: ['我的记录', 'My records'], nav_upload: ['上传', 'Upload'], nav_review: ['评审', 'Review'], nav_work: ['待办', 'Work list'], nav_search: ['查找', 'Search'],
  nav_tasks: ['任务', 'Tasks'], nav_rounds: ['轮次', 'Rounds'], nav_people: ['贡献者', 'Contributors'], nav_releases: ['发布', 'Releases'], nav_report: ['报告', 'Report'],
  action: ['操作', 'Action'], program: ['项目', 'Program'], change: ['更改', 'Change'], back: ['返回', 'Back'], save: ['保存', 'Save'], none: ['无', 'none'], all: ['全部', 'all'],
  // start
  start_title: ['帮助模型少犯错', 'Help the model fail less'],
  start_lead: ['提交模型答错的指令，并写出它应该给出的回答。每条记录由人评审；未经您同意，任何内容都不会公开。', 'Send in instructions on which the model failed, with the answer it should have given. People review each record, and nothing is made public without your permission.'],
  start_new: ['我想贡献', 'I want to contribute'], start_new_text: ['填写一张表即可。您会得到一个个人令牌，用它上传文件并查看结果。', 'Fill in one form. You receive a personal token, with which you send files and see what became of them.'],
  start_token: ['我有令牌', 'I have a token'], start_role: ['我是评审员或管理员', 'I review or curate'], start_role_text: ['用您的数据库角色登录，密码由 PostgreSQL 核对。', 'Log in with your database role. PostgreSQL checks the password.'],
  check_first: ['先在自己的浏览器里检查文件', 'Check a file in your own browser first'], check_text: ['检查页面不发送任何数据，文件不会离开您的电脑。', 'The check page sends nothing: the file does not leave your machine.'],
  no_door: ['此处未开放申请；请联系项目管理员。', 'No applications are taken here; ask the program\'s curators.'],
  // forms of entry
  token: ['令牌', 'Token'], enter: ['进入', 'Enter'], enter_title: ['用令牌进入', 'Enter with a token'], token_hint: ['以 bct_ 开头的 68 个字符。', '68 characters that begin with bct_.'],
  login: ['登录', 'Log in'], login_title: ['用角色登录', 'Log in with a role'], role: ['角色', 'Role'], password: ['密码', 'Password'],
  apply_title: ['申请成为贡献者', 'Apply to contribute'], name: ['姓名或称呼', 'Name'], name_hint: ['管理员以此认识您。只有您同意，它才会出现在公开名单上。', 'How the curators know you. It is shown on the public list only if you agree.'],
  contact: ['联系方式（选填）', 'Contact (optional)'], contact_hint: ['例如邮箱。须勾选“可以联系我”。', 'An e-mail address, for example. Needs the consent to be contacted.'],
  github: ['GitHub 用户名（选填）', 'GitHub login (optional)'], github_hint: ['用于公开名单。须勾选“公开我的名字”。', 'For the public list. Needs the consent to be named.'],
  consents: ['同意事项', 'Consents'], consents_hint: ['四项相互独立，默认均不勾选，随时可以撤回。', 'Four separate choices, all off by default. You can take each back at any time.'],
  c_train: ['可用于训练模型', 'My records may be used to train models'], c_publish_text: ['可公开记录的文本', 'The text of my records may be published'],
  c_show_name: ['公开我的名字', 'My name may be shown on the list of contributors'], c_contact: ['可以联系我', 'You may contact me'],
  terms: ['条款', 'Terms'], terms_agree: ['我声明如上，并接受条款（版本 %s）', 'I declare the above and accept the terms, version %s'],
  send_application: ['提交申请', 'Send the application'], open_program: ['此项目开放：提交后立即成为贡献者。', 'This program is open: you are a contributor as soon as you send this.'],
  closed_program: ['提交后由管理员决定是否接纳。', 'A curator decides after you send this.'],
  your_token: ['您的令牌', 'Your token'], token_once: ['它只显示这一次。请现在保存，例如存入密码管理器；遗失后须重新申请。', 'It is shown this once. Save it now, in a password manager for example; who loses it applies again.'],
  token_until: ['有效至 %s', 'Good until %s'], copy: ['复制', 'Copy'], copied: ['已复制', 'Copied'], go_on: ['已保存，继续', 'I saved it, go on'],
  // mine
  mine_title: ['我的记录', 'My records'], hello: ['%s，您好', 'Hello, %s'], waiting_title: ['申请待审', 'Your application waits'], waiting_text: ['管理员接纳后即可上传。请保存好令牌，稍后再来。', 'You can send files once a curator has admitted you. Keep the token and come back.'],
  refused_title: ['申请未被接纳', 'Your application was refused'], news: ['最新结果', 'What is new'], no_news: ['还没有结果。', 'Nothing yet.'], uploads: ['上传的文件', 'Your files'], no_uploads: ['尚未上传文件。', 'You have sent no file yet.'],
  file: ['文件', 'File'], sent_at: ['时间', 'Sent'], lines: ['行', 'Lines'], stored: ['已收', 'Stored'], repeated: ['重复', 'Repeated'], refused: ['拒收', 'Refused'], blank: ['空白', 'Blank'], line: ['行', 'Line'], fate: ['结果', 'Fate'], why: ['原因与办法', 'Why, and what to do'],
  st_received: ['等待分拣', 'waits for triage'], st_held: ['搁置', 'held'], st_duplicate: ['您先前提交过', 'you sent it before'], st_pending: ['等待评审', 'waits for review'], st_needs_changes: ['请改进', 'needs changes'],
  st_disputed: ['评审意见不一', 'reviewers disagree'], st_accepted: ['已接受', 'accepted'], st_rejected: ['未接受', 'not accepted'], st_withdrawn: ['已撤回', 'withdrawn'],
  v_stored: ['已收', 'stored'], v_repeated: ['重复', 'repeated'], v_refused: ['拒收', 'refused'], v_blank: ['空白', 'blank'],
  h_received: ['不久后会自动分拣。', 'It will be looked at soon.'], h_held: ['管理员会查看其中可能含有的内容；无需处理。', 'A curator will look at what it may hold. Nothing is to be done.'], h_pending: ['无需处理。', 'Nothing is to be done.'], h_needs_changes: ['内容有用，但回答尚不正确：请写一个更好的回答。', 'It is useful, but the answer is not right yet: write a better one.'],
  h_duplicate: ['无需处理。', 'Nothing is to be done.'], h_disputed: ['管理员将作出裁定。', 'A curator decides.'], h_accepted: ['谢谢。', 'Thank you.'], h_rejected: ['', ''], h_withdrawn: ['', ''],
  mend: ['修改', 'Mend'], see: ['查看', 'See'], withdraw: ['撤回', 'Take back'], withdraw_sure: ['确认撤回', 'Yes, take it back'], withdraw_file: ['撤回整个文件', 'Take back the whole file'], done: ['已完成。', 'Done.'],
  record_title: ['第 %s 行', 'Line %s'], prompt: ['指令', 'Prompt'], response: ['期望的回答', 'Expected answer'], rejected: ['模型的回答', "The model's answer"], system: ['系统提示', 'System prompt'], question: ['问', 'Question'], answer: ['答', 'Answer'], meta: ['其他', 'Other keys'], raw_line: ['原行', 'The line'],
  mend_title: ['修改后重新提交', 'Mend and send again'], mend_refused_hint: ['这一行会作为新的一行提交。', 'The line is sent again as a new one.'], mend_reason: ['改了什么', 'What you changed'], mend_default: ['改进了回答', 'a better answer'], send: ['提交', 'Send'], mend_raw_hint: ['一行一个 JSON 对象，含 "prompt" 和 "response"。', 'One JSON object on one line, with "prompt" and "response".'],
  profile: ['资料', 'Profile'], renew: ['更换令牌', 'Renew the token'], renew_text: ['旧令牌立即失效。', 'The old token is good no longer.'],
  next_lines: ['后面的行', 'Next lines'], first_lines: ['从头看', 'From the first line'], older: ['更早的', 'Older'],
  // upload
  upload_title: ['上传文件', 'Send a file'], upload_lead: ['JSON Lines：每行一个对象，如 {"prompt": "…", "response": "…"}，UTF-8 编码，最大 %s MB。', 'JSON Lines: one object a line, {"prompt": "…", "response": "…"}, in UTF-8, up to %s MB.'], choose: ['选择文件，或拖到这里', 'Choose a file, or drop one here'], send_file: ['上传', 'Send'],
  sending: ['正在上传', 'Sending'], judging: ['正在逐行检查', 'Judging each line'], upload_needs_script: ['上传需要 JavaScript。', 'Sending a file needs JavaScript.'], upload_stop: ['停止', 'Stop'], upload_stopped: ['已停止，没有存入任何内容。', 'Stopped. Nothing was stored.'], upload_failed: ['上传失败，没有存入任何内容。', 'It failed. Nothing was stored.'], see_lines: ['查看每一行', 'See every line'], upload_sums: ['%s 行 = 已收 %s + 重复 %s + 拒收 %s + 空白 %s', '%s lines = %s stored + %s repeated + %s refused + %s blank'], too_large: ['文件过大。', 'The file is too large.'],
  // review
  review_title: ['评审', 'Review'], queue: ['已领取 %s 条', '%s claimed'], behind: ['另有 %s 条待领取', '%s more wait'], claim: ['领取 10 条', 'Claim 10'], give_back: ['全部归还', 'Give all back'], empty_queue: ['您没有领取任何记录。', 'You have claimed nothing.'], empty_hint: ['按 c 或点击“领取”。', 'Press c, or claim some.'],
  accept: ['接受', 'Accept'], accept_hint: ['有用且正确', 'useful and correct'], needs: ['需改进', 'Needs changes'], needs_hint: ['有用但不正确', 'useful, not correct'], reject: ['不接受', 'Reject'], reject_hint: ['没有用', 'not useful'], reasons: ['理由', 'Reasons'], kinds: ['失败类型', 'Kinds of failure'], note: ['给管理员的备注', 'Note for curators'], note_contributor: ['给贡献者的话', 'Note for the contributor'],
  undo: ['撤销', 'Undo'], undone: ['已撤销对 %s 的评审。', 'The review of %s was taken back.'], given: ['%s：%s', '%s: %s'], keys: ['快捷键', 'Keys'], keys_text: ['1 接受 · 2 需改进 · 3 不接受 · j/k 下一条/上一条 · n 备注 · u 撤销 · c 领取 · r 归还', '1 accept · 2 needs changes · 3 reject · j/k next/previous · n note · u undo · c claim · r give back'], guideline: ['任务说明', 'Guideline'], asked: ['指令要求了什么', 'What the prompt asks for'], kept: ['做到', 'kept'], not_kept: ['未做到', 'not kept'], not_told: ['无法判断', 'cannot be told'], nothing_asked: ['没有可由程序核对的要求。', 'Nothing that a program can check.'],
  found: ['筛查发现', 'What screening found'], nothing_found: ['没有发现。', 'Nothing.'], similar: ['相似记录', 'Similar records'], earlier: ['先前的评审', 'Earlier reviews'], suggested: ['模型与规则的建议（不作决定）', 'What agents suggest; they decide nothing'], sug_useful: ['有用', 'useful'], sug_correct: ['正确', 'correct'], wants_kind: ['尚无人指出失败类型，请选择一种。', 'Nobody has said yet in what way the model failed: choose a kind.'], changed: ['自上次评审以来的变化', 'Changed since the last review'], contradicts: ['与本条矛盾', 'contradicts this one'], expected_vs: ['模型的回答 → 期望的回答', "The model's answer → the expected answer"], next: ['下一条', 'Next'], previous: ['上一条', 'Previous'], until_time: ['至', 'until'], task: ['任务', 'Task'], no_task: ['未指定任务', 'no task'], plain_too_long: ['文本过长，未作逐词比较。', 'The texts are too long to compare word by word.'],
  // curator
  work_title: ['待办', 'What waits'], work_none: ['没有待办事项。', 'Nothing waits.'], work: ['事项', 'Work'], how_many: ['数量', 'How many'], oldest: ['最早', 'Since'], what_to_do: ['办法', 'What to do'], maintain: ['处理待分拣的记录', 'Triage what was received'], maintained: ['已处理。', 'Done: triage has run.'],
  w_triage: ['等待分拣', 'to be triaged'], w_rescreening: ['规则更新后重新筛查', 'to be screened by newer rules'], w_attestation: ['等待声明', 'held for an attestation'], w_finding: ['等待查看的发现', 'findings to decide'], w_dispute: ['评审意见不一', 'disputes'], w_review: ['等待评审', 'to be reviewed'], w_claim: ['过期的领取', 'claims that ended'], w_changes: ['等待改进', 'wait for their contributors'], w_overdue: ['超过 28 天', 'older than 28 days'], w_task: ['没有任务', 'without a task'], w_task_name: ['待采纳的任务名', 'task names to take'], w_barred: ['被挡在发布之外', 'kept out of releases'], w_round: ['轮次', 'the round'], w_release: ['未公布的发布', 'releases not published'], w_quota: ['用完额度的贡献者', 'contributors at their quota'], w_application: ['申请', 'applications'],
  search_title: ['查找', 'Search'], words: ['词语', 'Words'], state: ['状态', 'State'], find: ['查找', 'Find'], found_n: ['%s 条', '%s found'], received_at: ['收到', 'Received'], number: ['编号', 'Number'],
  rec_title: ['记录 %s', 'Submission %s'], rec_history: ['经过', 'History'], when: ['何时', 'When'], decide: ['裁定', 'Decide'], reason: ['理由', 'Reason'], reopen: ['重新打开', 'Reopen'], clear: ['无妨', 'Clear it'], stands: ['成立', 'It stands'], severity: ['级别', 'Severity'], place: ['位置', 'Place'], assign: ['指定任务', 'Assign to a task'], findings: ['发现', 'Findings'], reviews: ['评审', 'Reviews'], verdict: ['结论', 'Verdict'],
  tasks_title: ['任务', 'Tasks'], target: ['目标', 'Target'], accepted: ['已接受', 'Accepted'], missing: ['缺', 'Missing'], received: ['收到', 'Received'], about: ['说明', 'About'], set_task: ['设定任务', 'Set a task'],
  rounds_title: ['轮次', 'Rounds'], opened: ['开始', 'Opened'], cut_off: ['截止', 'Cut-off'], closed: ['结束', 'Closed'], open_round: ['开始新一轮', 'Open a round'], close_round: ['结束本轮', 'Close this round'],
  people_title: ['贡献者', 'Contributors'], applications: ['申请', 'Applications'], admit: ['接纳', 'Admit'], refuse: ['拒绝', 'Refuse'], no_applications: ['没有待审的申请。', 'No application waits.'], revoke: ['收回令牌', 'Revoke the token'], contributor: ['贡献者', 'Contributor'], agreed: ['同意', 'Agreed to'], as_existing: ['是已有的贡献者（编号）', 'is a contributor already (number)'],
  releases_title: ['发布', 'Releases'], build: ['构建', 'Build'], publish: ['公布', 'Publish'], published: ['已公布', 'Published'], unpublished: ['未公布', 'not published'], retired: ['已停用', 'retired'], items: ['条目', 'Items'], seed: ['种子', 'Seed'], validation: ['验证集比例', 'Validation share'], download: ['下载', 'Download'], format: ['格式', 'Format'], preflight: ['训练前检查', 'Preflight'], trainer: ['训练器', 'Trainer'], preflight_none: ['没有问题。', 'Nothing to report.'], card: ['数据卡', 'Dataset card'], manifest: ['清单', 'Manifest'], no_releases: ['还没有发布。', 'No release yet.'], count: ['数量', 'Count'], examples: ['例子', 'Examples'], code: ['代码', 'Code'],
  report_title: ['报告', 'Report'], report_open: ['打开报告', 'Open the report'], report_text: ['一轮的概览，只含数字，不含记录文本。', 'The round at a glance: figures, no text of records.'],
  nothing_here: ['您的角色在此没有可做的事。', 'There is nothing to do here for your role.'],
  // faults
  fault_title: ['未能完成', 'That did not work'], fault_token: ['令牌无效：可能没有复制完整、已过期，或已被更换。', 'The token is not valid: it was not copied whole, has expired, or another took its place.'], fault_login: ['角色或密码不对。', 'The role or the password is wrong.'], fault_role: ['此角色不能在这里登录。', 'This role cannot log in here.'], fault_ended: ['您已退出，请重新登录。', 'You were logged out. Log in again.'],
  fault_right: ['没有权限，或没有这个编号。', 'You may not do this, or there is nothing of that number.'], fault_busy: ['别人正在处理，请重试。', 'Somebody else is at it. Try again.'], fault_much: ['超过限额。', 'That is more than is allowed.'], fault_away: ['数据库暂时不可用。', 'The database cannot be reached at the moment.'], fault_full: ['此刻人数已满，请稍后再试。', 'Too many are here at the moment. Try again soon.'], fault_refused: ['数据库拒绝了。', 'The database refused it.'], fault_broken: ['出错了。', 'Something went wrong.'],
  fault_large: ['内容过大。', 'That is too large.'], fault_kind: ['不支持的内容类型。', 'That kind of content is not taken.'], fault_often: ['请求过于频繁，请稍候。', 'Too many requests. Wait a little.'], fault_request: ['请求不正确。', 'The request is not right.'], fault_form: ['表单已过期，请刷新页面后重试。', 'The form is out of date. Reload the page and try again.'], fault_site: ['请求来自其他网站。', 'The request came from another site.'], fault_gone: ['没有这样的页面。', 'There is no such page.'], fault_slow: ['传输太慢，已中断。', 'The transfer stalled and was ended.'], fault_agree: ['须接受条款才能申请。', 'Applying needs the terms to be accepted.'], fault_line: ['此行还不是一条记录：%s', 'The line is no record yet: %s'], fault_empty: ['文件是空的。', 'The file is empty.'], home: ['回首页', 'To the start'],
};

export const languages = ['zh', 'en'];
export function teller(lang) {
  const place = lang === 'zh' ? 0 : 1;
  return (key, ...values) => {
    const w = words[key];
    if (!w) throw new Error(`no words for ${key}`);
    let i = 0;
    return w[place].replace(/%s/g, () => String(values[i++] ?? ''));
  };
}
export const keys = Object.keys(words);
export const has = (key) => Object.hasOwn(words, key);
export const pair = (key) => words[key];
// The first that the browser asks for, Chinese where it asks for neither.
export function preferred(header) {
  const wanted = String(header ?? '').slice(0, 200).split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((l) => languages.includes(l)) ?? 'zh';
}
