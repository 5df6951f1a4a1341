// The terms that an applicant accepts. A changed text has another version: the database keeps which one was accepted.
export const version = '2026-1';
export const text = {
  zh: ['我提交的内容不含个人信息（姓名、电话、证件号、住址等，无论属于谁）。', '不含商业秘密、密码或密钥，不含危害国家安全的内容。', '内容由我写成，或我有权提交；不侵犯他人的知识产权，也不是其他模型的输出。',
    '我提交的内容无论是否被接受，未经我同意都不会公开，法律要求的除外。', '我可以随时撤回内容和同意；撤回之前完成的训练不受影响。'],
  en: ['What I send holds no personal information of anybody: no names, telephone numbers, identity numbers or addresses.', 'It holds no trade secrets, passwords or keys, and nothing that endangers national security.', 'I wrote it or have the right to send it. It does not infringe the rights of others and is not the output of another model.',
    'Accepted or not, what I send is not made public without my permission, save as law requires.', 'I can take back records and consents at any time. What was trained before that stays as it is.'],
};
