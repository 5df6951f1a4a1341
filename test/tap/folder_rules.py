"""folder_rules.py: a folder that badcase-export wrote, read as its readers read it.

  folder_rules.py FOLDER

Hugging Face: the files and features that the head of README.md names.  Croissant: each record set, by column and JSONPath.
LLaMA-Factory: dataset_info.json.  Prints what was read, or the first fault.
"""
import hashlib
import json
import os
import sys


class Fault(Exception):
  pass


def require(condition, what):
  if not condition:
    raise Fault(what)


def scalar(text):
  """A scalar of the YAML that cards have: JSON strings, numbers, words, and lists of words."""
  if text.startswith('['):
    return [word.strip() for word in text[1:-1].split(',') if word.strip()]
  return json.loads(text) if text[:1] == '"' else text


def block(lines, indent):
  """The mapping or list whose lines begin at this indentation; takes them from the front."""
  value = None
  while lines and len(lines[0]) - len(lines[0].lstrip(' ')) == indent:
    line = lines[0][indent:]
    if value is not None and line.startswith('- ') != isinstance(value, list):
      break
    if line.startswith('- '):
      value = value or []
      lines[0] = ' ' * (indent + 2) + line[2:]
      value.append(block(lines, indent + 2))
      continue
    value = value or {}
    key, _, rest = line.partition(':')
    lines.pop(0)
    require(key not in value, f'the key {key} twice')
    if rest.strip():
      value[key] = scalar(rest.strip())
    else:
      # a list may begin where its key does
      deeper = len(lines[0]) - len(lines[0].lstrip(' '))
      value[key] = block(lines, deeper)
  return value


def read_lines(folder, name):
  with open(os.path.join(folder, name), 'rb') as file:
    return [json.loads(line) for line in file.read().splitlines()]


def check_feature(feature, value, where):
  """A value is of the feature's type; what is null is absent."""
  if value is None:
    require('dtype' in feature and feature['dtype'] != 'string', f'{where} is null')
  elif 'dtype' in feature:
    require(type(value) is {'string': str, 'bool': bool, 'int64': int}[feature['dtype']], f'type of {where}')
  elif 'struct' in feature:
    check_features(feature['struct'], value, where)
  elif 'list' in feature:
    for member in value:
      check_features(feature['list'], member, where)
  else:
    require(isinstance(value, list), f'{where} is a list')
    inner = feature['sequence']
    for member in value:
      check_feature(inner if isinstance(inner, dict) else {'dtype': inner}, member, where)


def check_features(features, value, where=''):
  require(isinstance(value, dict), f'{where or "the line"} is an object')
  require(set(value) <= {feature['name'] for feature in features}, f'keys of {where or "the line"}')
  for feature in features:
    check_feature(feature, value.get(feature['name']), f'{where}/{feature["name"]}')


def hugging_face(folder):
  with open(os.path.join(folder, 'README.md'), encoding='utf-8') as file:
    head = block(file.read().split('---\n')[1].splitlines(), 0)
  require(head['license'] != 'other' or head['license_name'], 'another licence has a name')
  info = head.get('dataset_info')
  counts = {}
  config, = head['configs']
  for file in config['data_files']:
    lines = read_lines(folder, file['path'])
    counts[file['split']] = len(lines)
    if info is None:
      continue
    for line in lines:
      check_features(info['features'], line)
    split, = [split for split in info['splits'] if split['name'] == file['split']]
    require(int(split['num_examples']) == len(lines), 'number of lines')
    require(int(split['num_bytes']) == os.path.getsize(os.path.join(folder, file['path'])), 'bytes')
  return counts


def at(value, steps):
  """Each step of JSONPath is a member, of a list one of each of its members."""
  for step in steps:
    require(step['jsonPath'].startswith('$.'), 'JSONPath')
    key = step['jsonPath'][2:]
    value = [member.get(key) for member in value] if isinstance(value, list) else value.get(key)
  return value


def extract(field, line):
  """What a field gives of a line, put together again from its parts."""
  if 'subField' in field:
    parts = {part['name']: extract(part, line) for part in field['subField']}
    if not field.get('isArray'):
      return parts
    lengths = {len(part) for part in parts.values()}
    require(len(lengths) == 1, f'lengths in {field["@id"]}')
    return [{name: part[n] for name, part in parts.items()} for n in range(lengths.pop())]
  require(field['dataType'] in ('sc:Text', 'sc:Boolean', 'sc:Integer'), 'data type')
  value = line[field['source']['extract']['column']]
  return at(value, field['source'].get('transform', []))


def same(found, line):
  """What is absent is null in a record; an object around one list is that list."""
  if isinstance(line, dict) and isinstance(found, list):
    line, = line.values()
  if isinstance(line, list):
    return len(found) == len(line) and all(map(same, found, line))
  if isinstance(line, dict):
    return set(line) <= set(found) and all(same(value, line.get(name)) for name, value in found.items())
  return found == line


def ids(value):
  if isinstance(value, dict):
    if '@type' in value and '@id' in value:
      yield value['@id']
    for member in value.values():
      yield from ids(member)
  elif isinstance(value, list):
    for member in value:
      yield from ids(member)


def croissant(folder):
  with open(os.path.join(folder, 'croissant.json'), encoding='utf-8') as file:
    card = json.load(file)
  files = {}
  for file in card['distribution']:
    with open(os.path.join(folder, file['contentUrl']), 'rb') as lines:
      data = lines.read()
    require(hashlib.sha256(data).hexdigest() == file['sha256'], 'hash')
    require(f'{len(data)} B' == file['contentSize'], 'size')
    require(file['encodingFormat'] == 'application/jsonlines', 'format')
    files[file['@id']] = read_lines(folder, file['contentUrl'])
  every = list(ids(card['distribution'])) + list(ids(card['recordSet']))
  require(len(every) == len(set(every)), 'identifiers')
  counts = {}
  for records in card['recordSet']:
    sources = {json.dumps(field['source']['fileObject']) for field in leaves(records['field'])}
    require(len(sources) == 1, 'one file for a record set')
    lines = files[json.loads(sources.pop())['@id']]
    counts[records['name']] = len(lines)
    for line in lines:
      for field in records['field']:
        require(same(extract(field, line), line[field['name']]), f'field {field["@id"]}')
      require('response' in line or set(line) == {field['name'] for field in records['field']}, 'every key is a field')
  return counts


def leaves(fields):
  for field in fields:
    if 'subField' in field:
      yield from leaves(field['subField'])
    else:
      yield field


def llama_factory(folder):
  path = os.path.join(folder, 'dataset_info.json')
  if not os.path.exists(path):
    return
  with open(path, encoding='utf-8') as file:
    for description in json.load(file).values():
      for line in read_lines(folder, description['file_name']):
        require(set(description['columns'].values()) <= set(line), 'columns')


def main():
  try:
    folder = sys.argv[1]
    read = hugging_face(folder)
    require(croissant(folder) == read, 'Croissant has the same splits')
    llama_factory(folder)
    print(', '.join(f'{split} {count}' for split, count in sorted(read.items())))
  except (Fault, KeyError, TypeError, ValueError, AttributeError, IndexError, OSError) as fault:
    print(f'{type(fault).__name__} {fault}')


main()
