SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.golden (
    name text,
    record public.badcase,
    operand public.badcase_near,
    features integer[]
);

COPY public.golden (name, record, operand, features) FROM stdin;
smallest	{"prompt": "p", "response": "r"}	v2:record:700000:0584b6660a593f96:0584b6660a593f96	{92583526,173621142}
rejected	{"prompt": "The cat", "response": "你好，世界", "rejected": "x != 3.5 + y*2"}	v2:record:700000:30747d735385595b53fdeeac6c5c643db925a94edba377f0:30747d735385595b53fdeeac6c5c643d	{812940659,1401248091,1409150636,1817994301,-1188714162,-610043920}
nothing rejected	{"prompt": "p", "response": "r", "rejected": ""}	v2:record:700000:0584b6660a593f96:0584b6660a593f96	{92583526,173621142}
history	{"prompt": "Ｔｈｅ　ｃａｔ", "response": "café \\u0001\\\\ \\"", "history": [["q", "回答"], ["", ""]]}	v2:record:700000:06d1bc650d4d016a5385595b53fdeeac:06d1bc650d4d016a5385595b53fdeeac	{114408549,223150442,1401248091,1409150636}
meta	{"prompt": "🐋", "response": "a a a a a", "tags": ["x", {"e": 100000000000000000000, "n": 1.50}], "task": "t", "source": null}	v2:record:700000:029e00fea8004f0aabe7b9bef16e727ef524d5cbf92455a1:029e00fea8004f0aabe7b9be	{43909374,-1476374774,-1410876994,-244419970,-182135349,-115059295}
all	{"prompt": "把“长城”写成一句话", "response": "长城很长。\\n", "history": [["长城h3风扇不转。", "用电脑能读数据流吗？"]], "rejected": "长", "task": "写", "system": ""}	v2:record:700000:30bb55d53312353f3c510d6346218d99833d1b2390cf7e4e9269175e92e7028cbdbae78cc2349ab7f6faf7caf7e57d38:30bb55d53312353f3c510d6346218d99	{817583573,856831295,1011944803,1176604057,-2093147357,-1865449906,-1838606498,-1830354292,-1111824500,-1036739913,-151324726,-135955144}
\.

CREATE INDEX golden_all ON public.golden USING gin (record public.badcase_all_v1_ops);

CREATE INDEX golden_near ON public.golden USING gin (record public.badcase_near_v1_ops (threshold='0.6', field=prompt));

CREATE UNIQUE INDEX golden_record ON public.golden USING btree (record);

CREATE INDEX golden_text ON public.golden USING gin (public.prompt(record) public.text_near_v1_ops);

