\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit

-- 0.3.1 has no other objects than 0.3.0.
