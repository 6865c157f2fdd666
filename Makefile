# ntpcensus: builds the programs, sets up the machine, runs the demo and the tests.
#
#   make            build/ntpcensus-scan, build/ntpcensus-render
#   make setup      install what is missing (Debian packages, GeoIP data)
#   make demo       a month of days of a test Internet, rendered into public/
#   make serve      show public/ on http://127.0.0.1:8123/
#   make check      every test; ends in "N passed, N failed"
#   make SAN=1 …    the same with address and undefined-behaviour sanitizers

BUILD := build$(if $(SAN),-asan)
PACKAGES := libcmark libmaxminddb gdlib jansson libconfuse libcrypto libmnl

CC ?= cc
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
    -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla \
    -Wimplicit-fallthrough -Wdouble-promotion -Wredundant-decls -Werror
HARDENING := -fno-common -fPIE -fstack-protector-strong
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all \
    -fno-omit-frame-pointer
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -I. $(CFLAGS) $(WARNINGS) $(HARDENING) \
    $(if $(SAN),$(SANITIZERS),-D_FORTIFY_SOURCE=2) -MMD -MP \
    $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
ALL_LDFLAGS := -pie -Wl,-z,relro,-z,now $(LDFLAGS) $(if $(SAN),$(SANITIZERS))

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(foreach d,$1,$d/*.c)))
pkg_libs = $(shell pkg-config --libs $1 2>/dev/null)

LIB_OBJECTS := $(call objects,lib)
SCAN_FOLDERS := scanner scanner/space scanner/probes scanner/link scanner/enrich
SCAN_OBJECTS := $(call objects,$(SCAN_FOLDERS))
RENDER_FOLDERS := render render/read render/keep render/figures render/draw render/pages
RENDER_OBJECTS := $(call objects,$(RENDER_FOLDERS))
SIMNET_OBJECTS := $(call objects,tests/simnet)
LIB_LIBS := $(call pkg_libs,jansson libconfuse libcrypto) -lcsv -lm
SCAN_LIBS := $(call pkg_libs,libmaxminddb libmnl) $(LIB_LIBS)
RENDER_LIBS := $(call pkg_libs,libcmark gdlib) $(LIB_LIBS)

quiet = $(if $(V),,@printf '  %-6s %s\n' $1 $@;)

all: $(BUILD)/ntpcensus-scan $(BUILD)/ntpcensus-render

$(BUILD)/libcensus.a: $(LIB_OBJECTS)
	$(call quiet,AR)rm -f $@ && ar rcs $@ $^

$(BUILD)/ntpcensus-scan: $(SCAN_OBJECTS) $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SCAN_LIBS)

$(BUILD)/ntpcensus-render: $(RENDER_OBJECTS) $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(RENDER_LIBS)

# The test Internet writes archives with the scanner's own rows, so it links
# the scanner's parts, but not its main.
$(BUILD)/simnet: $(SIMNET_OBJECTS) $(filter-out %/scanner/main.o,$(SCAN_OBJECTS)) $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SCAN_LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) $(ALL_CFLAGS) -c -o $@ $<

clean:
	rm -rf build build-asan

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all clean
