\echo Use "ALTER EXTENSION badcase UPDATE" to load this file. \quit
