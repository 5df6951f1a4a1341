# PGXS build; VPATH-safe: make -f /path/Makefile VPATH=/path

top := $(patsubst %/,%,$(dir $(firstword $(MAKEFILE_LIST))))

EXTENSION = badcase
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(top)/badcase.control)
MODULE_big = badcase
PGFILEDESC = "badcase - bad cases of a language model, curated in SQL"

SRCS := $(sort $(wildcard $(top)/src/core/*/*.c $(top)/src/pg/*.c $(top)/src/pg/*/*.c))
OBJS = $(patsubst $(top)/%.c,%.o,$(SRCS))
PG_CPPFLAGS = -I$(top)/src -I. -DBADCASE_VERSION='"$(EXTVERSION)"'
# BCOPT: extra flags of the developer's choosing, e.g. BCOPT='-Wall -Wextra -Werror'
PG_CFLAGS = $(BCOPT)

DATA = $(wildcard $(top)/sql/updates/badcase--*.sql) $(wildcard $(top)/sql/cluster/*.sql)
DATA_built = badcase--$(EXTVERSION).sql
EXTRA_CLEAN = badcase--*.sql src/pg/workspace_script.h

REGRESS = $(sort $(notdir $(basename $(wildcard $(top)/sql/*.sql))))
REGRESS_OPTS = --inputdir=$(top) --load-extension=badcase
ISOLATION = $(sort $(notdir $(basename $(wildcard $(top)/test/isolation/specs/*.spec))))
ISOLATION_OPTS = --inputdir=$(top)/test/isolation --load-extension=badcase --launcher='sh $(top)/test/isolation/launch.sh $(bindir)/psql'
TAP_TESTS = 1
PROVE_TESTS = $(sort $(wildcard $(top)/test/tap/*.pl))
PROVE_FLAGS = -I $(top)/test/tap

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

$(OBJS): | objdirs
$(OBJS): $(filter-out %/workspace_script.h,$(wildcard $(top)/src/core/*.h $(top)/src/core/*/*.h $(top)/src/pg/*.h $(top)/src/pg/*/*.h))
src/pg/workspace/setup.o: src/pg/workspace_script.h

.PHONY: objdirs
objdirs:
	@mkdir -p $(sort $(dir $(OBJS)))

INSTALL_SQL := $(sort $(wildcard $(top)/sql/install/*.sql))
# a folder is newer where a file went, came or got another name
badcase--$(EXTVERSION).sql: $(INSTALL_SQL) $(top)/sql/install $(top)/badcase.control
	{ printf '%s\n' '\echo Use "CREATE EXTENSION badcase" to load this file. \quit'; cat $(INSTALL_SQL); } > $@

# The workspace's script and its migrations, as C strings.
WORKSPACE_SQL := $(sort $(wildcard $(top)/sql/workspace/*.sql) $(wildcard $(top)/sql/workspace-updates/*.sql))
src/pg/workspace_script.h: $(WORKSPACE_SQL) $(top)/sql/workspace $(top)/sql/workspace-updates $(top)/sql/workspace-script.sh | objdirs
	sh $(top)/sql/workspace-script.sh $(top)/sql > $@

# web/check.html, the page that checks files in a browser.
.PHONY: check-page
check-page:
	$(MAKE) -C $(top)/web/check

# A release's scripts, kept for the tests of the upgrades to come; never edited afterwards.
.PHONY: freeze
freeze: badcase--$(EXTVERSION).sql
	mkdir -p $(top)/sql/released
	cp $< $(top)/sql/released/
	cat $(sort $(wildcard $(top)/sql/workspace/*.sql)) > $(top)/sql/released/workspace--$(EXTVERSION).sql

# The archive for PGXN, of what is committed: META.json describes it, .gitattributes says what stays out.
.PHONY: dist
dist:
	git -C $(top) archive --format=zip --prefix=$(EXTENSION)-$(EXTVERSION)/ --output=$(CURDIR)/$(EXTENSION)-$(EXTVERSION).zip HEAD

# What needs no PostgreSQL: badcase-check and the core as a library.
include $(top)/core.mk
clean: clean-core
