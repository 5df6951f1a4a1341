# core.mk: what stands without PostgreSQL: the core as a library, and badcase-check.  The Makefile includes it, and it does by
# itself where there is no PostgreSQL:
#
#   make -f core.mk cli            badcase-check
#   make -f core.mk core           libbadcase-core.a and badcase-core.pc
#   make -f core.mk install-cli    into bindir, else $(prefix)/bin; install-core into $(prefix)/lib and $(prefix)/include/badcase
#
# CC, CORE_CFLAGS, prefix and DESTDIR are the caller's.

core_top := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
core_version := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(core_top)/badcase.control)
CORE_CFLAGS ?= -O2
prefix ?= /usr/local
core_bindir = $(or $(bindir),$(prefix)/bin)
core_flags = -std=c11 -D_FILE_OFFSET_BITS=64 $(CORE_CFLAGS) -I$(core_top)/src

core_headers := $(wildcard $(core_top)/src/core/*.h $(core_top)/src/core/*/*.h)
core_sources := $(wildcard $(core_top)/src/core/*/*.c)
core_objects := $(patsubst $(core_top)/src/%.c,build/%.o,$(core_sources))
cli_objects := $(patsubst $(core_top)/src/%.c,build/%.o,$(wildcard $(core_top)/src/cli/*.c))

.PHONY: cli core install-cli install-core clean-core
cli: badcase-check
core: libbadcase-core.a badcase-core.pc

$(core_objects) $(cli_objects): build/%.o: $(core_top)/src/%.c $(core_headers) $(core_top)/src/cli/cli.h
	@mkdir -p $(@D)
	$(CC) $(core_flags) -c $< -o $@

libbadcase-core.a: $(core_objects)
	rm -f $@
	$(AR) rcs $@ $(core_objects)

badcase-check: $(cli_objects) libbadcase-core.a
	$(CC) $(CORE_CFLAGS) $(cli_objects) libbadcase-core.a -o $@ -lm $(LDFLAGS)

badcase-core.pc: $(core_top)/badcase.control
	printf '%s\n' 'prefix=$(prefix)' 'Name: badcase-core' 'Description: the core of badcase, without PostgreSQL' \
	  'Version: $(core_version)' 'Cflags: -I$${prefix}/include/badcase' 'Libs: -L$${prefix}/lib -lbadcase-core -lm' >$@

install-cli: badcase-check
	install -d $(DESTDIR)$(core_bindir)
	install -m 755 badcase-check $(DESTDIR)$(core_bindir)/

install-core: core
	install -d $(DESTDIR)$(prefix)/lib/pkgconfig $(addprefix $(DESTDIR)$(prefix)/include/badcase/,core $(sort $(dir $(patsubst $(core_top)/src/%,%,$(core_headers)))))
	install -m 644 libbadcase-core.a $(DESTDIR)$(prefix)/lib/
	install -m 644 badcase-core.pc $(DESTDIR)$(prefix)/lib/pkgconfig/
	for header in $(patsubst $(core_top)/src/%,%,$(core_headers)); do \
	  install -m 644 $(core_top)/src/$$header $(DESTDIR)$(prefix)/include/badcase/$$header || exit 1; done

clean-core:
	rm -rf build badcase-check libbadcase-core.a badcase-core.pc
