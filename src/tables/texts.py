#!/usr/bin/env python3
"""Prints the texts of files of records, for rarity-table.c to count.

usage: src/tables/texts.py FILE.jsonl...
"""
import json
import sys

for name in sys.argv[1:]:
    with open(name, encoding='utf-8') as file:
        for line in file:
            record = json.loads(line)
            texts = [record['prompt'], record['response'],
                     record.get('rejected')]
            texts += [text for turn in record.get('history') or []
                      for text in turn]
            for text in texts:
                if text:
                    print(text)
