/*
 * compat.h: every difference between server versions, and nothing else.
 */
#ifndef BADCASE_PG_COMPAT_H
#define BADCASE_PG_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "badcase needs PostgreSQL 15 or later"
#endif

#if PG_VERSION_NUM >= 160000	/* the varlena macros left postgres.h */
#include "varatt.h"
#endif

#if PG_VERSION_NUM >= 160000	/* soft errors */
#include "nodes/miscnodes.h"
#else
#define ereturn(escontext, dummy, ...) \
	do { \
		(void) (escontext); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy; \
	} while (0)
#endif

#if PG_VERSION_NUM < 180000		/* PG_MODULE_MAGIC_EXT */
#define PG_MODULE_MAGIC_EXT(...) PG_MODULE_MAGIC
#endif

#endif
