"""format_rules.py: lines of a format read by the rules of its readers; what they read must be the record.

  format_rules.py FORMAT DESCRIPTION RECORDS LINES FIELDS

FIELDS is a table of the fields that each trainer reads of a format, with where its source says so. DESCRIPTION has the format's features, its description for LLaMA-Factory and its keys, as JSON. RECORDS has the text outputs of
records, LINES their lines. Prints "N lines", or the first fault, by its line and in words.
"""
import json
import sys


class Fault(Exception):
  pass


def require(condition, what):
  if not condition:
    raise Fault(what)


class Read:
  """What a reader takes from a line; a part that the format has no place for is None."""

  def __init__(self, prompt=None, response=None, rejected=None, history=None, system=None):
    self.prompt, self.response, self.rejected = prompt, response, rejected
    self.history, self.system = history, system


def has_type(value, feature):
  if isinstance(feature, list):
    return isinstance(value, list) and all(has_type(member, feature[0]) for member in value)
  if '_type' in feature:
    return type(value) is {'string': str, 'bool': bool, 'int64': int}[feature['dtype']]
  # a weight stands on earlier answers only
  return isinstance(value, dict) and set(feature) - set(value) <= {'weight'} and set(value) <= set(feature) and all(
    has_type(value[key], feature[key]) for key in value)


def pairs(turns, role, content, user, assistant):
  """User and assistant in alternation, the user first, the assistant last."""
  require(len(turns) % 2 == 0, 'an odd number of turns')
  for at, turn in enumerate(turns):
    require(turn[role] == (assistant if at % 2 else user), f'role of turn {at}')
  return [[turns[at][content], turns[at + 1][content]] for at in range(0, len(turns), 2)]


def chat(messages):
  """OpenAI, TRL: an optional system message, then turns that end with the assistant's."""
  system = messages.pop(0)['content'] if messages[0]['role'] == 'system' else ''
  require(system or messages[0]['role'] == 'user', 'the first role')
  return system, pairs(messages, 'role', 'content', 'user', 'assistant')


def chat_before(messages, answer):
  """The same where the answer stands by itself, as a list of one."""
  require(len(answer) == 1 and answer[0]['role'] == 'assistant', 'the answer is one turn of the assistant')
  return chat(list(messages) + answer)


def of_pairs(system, turns, **more):
  *history, (prompt, response) = turns
  return Read(prompt, response, history=history, system=system, **more)


def llama_factory(line, description):
  """LLaMA-Factory's converters, as its documentation of data sets describes them."""
  columns = description['columns']
  if description.get('formatting') != 'sharegpt':
    get = lambda name: line[columns[name]] if name in columns else None
    prompt = '\n'.join(text for text in (get('prompt'), get('query')) if text)
    answer = get('chosen') if description.get('ranking') else get('response')
    good = get('kto_tag') is not False
    return Read(prompt, answer if good else None, get('rejected') if good else answer,
      get('history') if 'history' in columns else None, get('system') if 'system' in columns else None)
  tags = description['tags']
  role, content = tags['role_tag'], tags['content_tag']
  messages = list(line[columns['messages']])
  system = line[columns['system']] if 'system' in columns else ''
  if messages[0][role] == tags['system_tag']:
    system = messages.pop(0)[content]
  good, rejected = True, None
  if description.get('ranking'):
    require(len(messages) % 2 == 1, 'with ranking the number of turns is odd')
    messages.append(line[columns['chosen']])
    require(line[columns['rejected']][role] == tags['assistant_tag'], 'role of the rejected answer')
    rejected = line[columns['rejected']][content]
  if 'kto_tag' in columns:
    good = line[columns['kto_tag']]
  read = of_pairs(system, pairs(messages, role, content, tags['user_tag'], tags['assistant_tag']), rejected=rejected)
  if not good:
    read.response, read.rejected = None, read.response
  return read


def glm(query, history):
  """The prompt that ChatGLM-6B's tuning scripts build of a row."""
  rounds = [f'[Round {at}]\n问：{old}\n答：{answer}\n' for at, (old, answer) in enumerate(history)]
  return ''.join(rounds) + f'[Round {len(history)}]\n问：{query}\n答：'


def messages(line):
  return of_pairs(*chat(list(line['messages'])))


def weighted(line):
  for at, turn in enumerate(line['messages']):
    earlier = turn['role'] == 'assistant' and at < len(line['messages']) - 1
    require(turn.get('weight') == (0 if earlier else None), f'weight of turn {at}')
  return messages(line)


def kto(line):
  return Read(line['prompt'], *((line['completion'], None) if line['label'] else (None, line['completion'])))


def swift(line):
  *history, last = [[turn['human'], turn['assistant']] for turn in line['conversation']]
  return Read(*last, history=history, system=line['system'])


def openai_preference(line):
  turns = line['input']['messages']
  read = of_pairs(*chat_before(turns, line['preferred_output']))
  read.rejected = chat_before(turns, line['non_preferred_output'])[1][-1][1]
  return read


def preference_chat(line):
  read = of_pairs(*chat_before(line['prompt'], line['chosen']))
  read.rejected = chat_before(line['prompt'], line['rejected'])[1][-1][1]
  return read


def messages_preference(line):
  """Axolotl's chat_template.default: the last turns are objects of their own."""
  read = of_pairs(*chat_before(line['messages'], [line['chosen']]))
  read.rejected = chat_before(line['messages'], [line['rejected']])[1][-1][1]
  return read


def labelled(read, good):
  """KTO: a line has one answer, and says which it is."""
  if not good:
    read.response, read.rejected = None, read.response
  return read


def kto_chat(line):
  return labelled(of_pairs(*chat_before(line['prompt'], line['completion'])), line['label'])


def swift_kto(line):
  return labelled(messages(line), line['label'])


def swift_preference(line):
  """ms-swift drops a row whose two answers are one."""
  read = messages(line)
  read.rejected = line['rejected_response']
  return read


READERS = {
  'badcase': lambda line: Read(line['prompt'], line['response'], line.get('rejected'), line.get('history', [])),
  'ptuning': lambda line: Read(**line),
  'ptuning_chat': lambda line: Read(**line),
  'alpaca': lambda line: Read(line['instruction'], line['output'], history=line['history'], system=line['system']),
  'alpaca_preference': lambda line: Read(line['instruction'], line['chosen'], line['rejected']),
  'qa': lambda line: Read(line['question'], line['answer']),
  'summary': lambda line: Read(line['content'], line['summary']),
  'messages': messages,
  'messages_weighted': weighted,
  'completion': lambda line: Read(line['prompt'], line['completion']),
  'completion_chat': lambda line: of_pairs(*chat_before(line['prompt'], line['completion'])),
  'kto': kto,
  'kto_rejected': kto,
  'preference': lambda line: Read(**{'response' if key == 'chosen' else key: value for key, value in line.items()}),
  'preference_chat': preference_chat,
  'openai_preference': openai_preference,
  'swift': swift,
  'evals': lambda line: of_pairs(*chat_before(line['input'], [{'role': 'assistant', 'content': line['ideal']}])),
  'chatml_argilla': lambda line: Read(line['instruction'], line['chosen_response'], line['rejected_response'], system=line['system']),
  'chatml_icr': lambda line: Read(line['input'], line['chosen'], line['rejected']),
  'chatml_intel': lambda line: Read(line['question'], line['chosen'], line['rejected']),
  'messages_preference': messages_preference,
  'chatglm3': lambda line: of_pairs(*chat(list(line['conversations']))),
  'kto_chat': kto_chat,
  'kto_chat_rejected': kto_chat,
  'swift_query': lambda line: Read(line['query'], line['response'], history=line['history'], system=line['system']),
  'swift_preference': swift_preference,
  'swift_kto': swift_kto,
  'swift_kto_rejected': swift_kto,
}


def compare(read, record):
  """Every part that the format has a place for is the record's."""
  require(read.prompt == record['prompt'], 'prompt')
  require(read.response is None or read.response == record['response'], 'response')
  require(read.rejected is None or read.rejected == record.get('rejected'), 'rejected')
  require(read.response is not None or read.rejected is not None, 'no answer')
  require((read.history or []) == record.get('history', []), 'history')
  system = record.get('system', '')
  require(read.system is None or read.system == (system if isinstance(system, str) else ''), 'system')


def values(line, path):
  """What stands at a path such as messages[].role."""
  found = [line]
  for step in path.replace('[]', '.[]').split('.'):
    if step == '[]':
      require(all(isinstance(value, list) for value in found), f'{path} is a list')
      found = [member for value in found for member in value]
    else:
      found = [value[step] for value in found]
  return found


def check_fields(fields, line):
  """Each trainer finds what it reads, of the type that it wants."""
  for trainer, path, value, source in fields:
    for text in values(line, path):
      good = isinstance(text, str) if value == 'text' else text is (value == 'true')
      require(good, f'{trainer} reads {path} ({source})')


def read_fields(name, file):
  with open(file, encoding='utf-8') as lines:
    rows = [line.rstrip('\n').split('\t') for line in lines if not line.startswith('#')]
  return [(trainer, path, value, source) for trainer, format, path, value, source in rows if format == name]


def check(name, description, record, line, fields):
  require(fields or name == 'badcase', 'a format of no trainer')
  check_fields(fields, line)
  if description['keys'] is not None:
    require(list(line) == description['keys'], 'keys and their order')
    require(list(description['features']) == description['keys'], 'features')
    require(has_type(line, description['features']), 'types')
  if name in READERS:
    compare(READERS[name](line), record)
  if description['dataset'] is not None:
    (file, dataset), = description['dataset'].items()
    require(dataset['file_name'] == file + '.jsonl', 'file name')
    compare(llama_factory(line, dataset), record)
  if name == 'badcase':
    require(line == record, 'the record itself')
  if name == 'ptuning_chat':
    require(glm(line['prompt'], line['history']) == glm(record['prompt'], record.get('history', [])), 'built prompt')
  require(name in READERS or description['dataset'] is not None, 'a format that nobody reads')


def main():
  name, description = sys.argv[1], json.loads(sys.argv[2])
  fields = read_fields(name, sys.argv[5])
  count = 0
  with open(sys.argv[3], encoding='utf-8') as records, open(sys.argv[4], encoding='utf-8', newline='\n') as lines:
    for record, line in zip(records, lines, strict=True):
      count += 1
      try:
        require(line.endswith('\n') and '\r' not in line, 'one line, LF')
        check(name, description, json.loads(record), json.loads(line), fields)
      except (Fault, KeyError, TypeError, IndexError) as fault:
        print(f'line {count}: {type(fault).__name__} {fault}')
        return
  print(f'{count} lines')


main()
