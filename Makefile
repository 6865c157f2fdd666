# ntpcensus: builds the programs, sets up the machine, runs the demo and the tests.
#
#   make            build/ntpcensus-scan, build/ntpcensus-render, build/ntpcensus-report
#   make setup      install what is missing (Debian packages, GeoIP data)
#   make demo       a month of days of a test Internet, rendered into public/
#   make serve      show public/ on http://127.0.0.1:8123/
#   make check      set up, build, run every test; ends in "N passed, N failed"
#   make unit       one kind of test alone; also golden, net, site, reports, house
#   make check-browser   the site in Debian's Chromium, axe, Lighthouse, the Nu
#                   checker; SITE=public: the files of a rendered site, too
#   make replay     what was found hostile before, tried again
#   make fuzz       look for more: SECONDS=60 for each target, or T=control
#   make coverage   which lines and branches of decoders and matcher tests reach
#   make golden-accept   show what golden tests find changed, and ask
#   make bench-scan  ours against zmap, masscan and nmap, on one test Internet
#   make bench-send  packets per core-second against zmap, masscan and bare loops
#   make bench-receive  answers taken per second, against zmap
#   make bench-history  ten years packed against a plain SQLite table
#   make bench-tally  a day's rows counted, against DuckDB and wc -l
#   make bench-render   ours against Hugo, and what a day more takes
#   make bench-reports  a day cut for 10,000 subscribers against one for 10,
#                  and the API beside a year
#   make bench-day   a day's rows to the finished site, against DuckDB's count
#   make clean      remove what was built; distclean: and what setup fetched
#
#   SAN=1 builds with address and undefined-behaviour sanitizers, into
#   build-asan; V=1 shows the commands; T="unit/test_addr net/010-daemons"
#   names the tests to run.

BUILD ?= build
override BUILD := $(BUILD)$(if $(SAN),-asan)$(if $(FUZZ),-fuzz)$(if $(COVERAGE),-coverage)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
PACKAGES := libcmark libmaxminddb gdlib jansson libconfuse libcrypto libmnl libpcap zlib libzstd sqlite3 libxxhash libcurl libmicrohttpd libxdp libbpf libcares libzip

CC ?= cc
CFLAGS ?= $(if $(SAN)$(FUZZ),-O1,$(if $(COVERAGE),-O0,-O2)) -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
    -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla \
    -Wimplicit-fallthrough -Wdouble-promotion -Wredundant-decls -Werror
HARDENING := -fno-common -fPIE -fstack-protector-strong
SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover=all \
    -fno-omit-frame-pointer $(if $(FUZZ),,-Wno-format-truncation)
INSTRUMENTS := $(if $(SAN)$(FUZZ),$(SANITIZERS)) \
    $(if $(FUZZ),-fsanitize=fuzzer-no-link) $(if $(COVERAGE),--coverage)
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -I. $(CFLAGS) $(WARNINGS) $(HARDENING) \
    $(or $(strip $(INSTRUMENTS)),-D_FORTIFY_SOURCE=2) -MMD -MP \
    $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
ALL_LDFLAGS := -pie -Wl,-z,relro,-z,now $(LDFLAGS) $(INSTRUMENTS)

objects = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %.bpf.c,$(wildcard $(foreach d,$1,$d/*.c))))
pkg_libs = $(shell pkg-config --libs $1 2>/dev/null)

LIB_OBJECTS := $(call objects,lib)
SCAN_FOLDERS := scanner scanner/space scanner/probes scanner/link scanner/enrich scanner/one scanner/capture
SCAN_OBJECTS := $(call objects,$(SCAN_FOLDERS))
RENDER_FOLDERS := render render/site render/read render/cluster render/keep render/figures render/draw render/pages
RENDER_OBJECTS := $(call objects,$(RENDER_FOLDERS))
REPORT_FOLDERS := reports reports/subscribers reports/cut reports/shelf reports/rows reports/serve reports/api reports/mail reports/contacts reports/proof
REPORT_OBJECTS := $(call objects,$(REPORT_FOLDERS))
SIMNET_OBJECTS := $(call objects,tests/simnet)
LIB_LIBS := $(call pkg_libs,jansson libconfuse libcrypto zlib libzstd) -lcsv -lm -lpthread
SCAN_LIBS := $(call pkg_libs,libcares libmaxminddb libmnl libpcap libxdp libbpf) $(LIB_LIBS)
RENDER_LIBS := $(call pkg_libs,libcmark gdlib sqlite3 libxxhash libcurl) $(LIB_LIBS)
REPORT_LIBS := $(call pkg_libs,libmicrohttpd libcurl libzip libcares) $(LIB_LIBS)

quiet = $(if $(V),,@printf '  %-6s %s\n' $1 $@;)

all: $(BUILD)/ntpcensus-scan $(BUILD)/ntpcensus-render $(BUILD)/ntpcensus-report

$(BUILD)/ntpcensus-scan: $(BUILD)/scanner/main.o $(BUILD)/libscanner.a $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SCAN_LIBS)

$(BUILD)/ntpcensus-render: $(BUILD)/render/main.o $(BUILD)/librender.a $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(RENDER_LIBS)

$(BUILD)/ntpcensus-report: $(BUILD)/reports/main.o $(BUILD)/libreports.a $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(REPORT_LIBS)

# The test Internet writes archives with the scanner's own rows.
$(BUILD)/simnet: $(BUILD)/tests/simnet/main.o $(BUILD)/libsimnet.a $(BUILD)/libscanner.a $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SCAN_LIBS)

$(BUILD)/libcensus.a: $(LIB_OBJECTS)
$(BUILD)/libscanner.a: $(filter-out %/main.o,$(SCAN_OBJECTS))
$(BUILD)/librender.a: $(filter-out %/main.o,$(RENDER_OBJECTS))
$(BUILD)/libreports.a: $(filter-out %/main.o,$(REPORT_OBJECTS))
$(BUILD)/libsimnet.a: $(filter-out %/main.o,$(SIMNET_OBJECTS))
$(BUILD)/lib%.a:
	$(call quiet,AR)rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: %.c | $(BUILD)/complete
	@mkdir -p $(@D)
	$(call quiet,CC)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# The program that runs in the kernel, and where it lies in ours.
$(BUILD)/%.bpf.o: %.bpf.c | $(BUILD)/complete
	@mkdir -p $(@D)
	$(call quiet,CLANG)clang -target bpf -mcpu=v3 -O2 -g -ffreestanding -I. \
	    -I/usr/include/$(shell $(CC) -print-multiarch 2>/dev/null) \
	    -Wall -Wextra -Werror -MMD -MP -c -o $@ $<
$(BUILD)/scanner/link/live_object.o: $(BUILD)/scanner/link/live.bpf.o
$(BUILD)/scanner/link/live_object.o: ALL_CFLAGS += -DLIVE_OBJECT='"$(BUILD)/scanner/link/live.bpf.o"'

# Says which packages are missing before the compiler stumbles over it.
$(BUILD)/complete: packaging/packages
	@mkdir -p $(@D)
	@missing=$$(packaging/missing.sh build | cut -f 1) && test -z "$$missing" || \
	    { echo Debian packages are missing: $$missing. Run make setup. >&2; exit 1; }
	@touch $@

# A unit test may include the .c under test, so it links archives: of lib, and
# of the program whose folder it includes. Everything else in tests is small.
UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
NET_HELPERS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/net/*.c tests/site/*.c tests/reports/*.c))
tests_of = $(patsubst %.c,$(BUILD)/%,$(shell grep -ls '^.include "$1/' tests/unit/test_*.c))

MADE_DAY := $(patsubst %,$(BUILD)/tests/bench/%.o,rows places software) $(BUILD)/libsimnet.a

$(UNIT_TESTS): $(BUILD)/%: $(BUILD)/%.o
$(call tests_of,tests/simnet): $(BUILD)/libsimnet.a $(BUILD)/libscanner.a
$(call tests_of,scanner): $(BUILD)/libscanner.a
$(call tests_of,tests/bench): $(MADE_DAY)
$(call tests_of,render): $(BUILD)/librender.a
$(call tests_of,reports): $(BUILD)/libreports.a
$(UNIT_TESTS): $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) \
	    -Wl,--start-group $(filter %.a,$^) -Wl,--end-group \
	    $(SCAN_LIBS) $(RENDER_LIBS) $(REPORT_LIBS) -lcmocka

RENDER_HELPERS := $(addprefix $(BUILD)/tests/,net/days site/manual)
$(filter-out $(RENDER_HELPERS),$(NET_HELPERS)): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/libscanner.a $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SCAN_LIBS)

# Programs that measure, and what they need: days that are made, and clocks.
# DuckDB's library is there for benchmarks alone.
BENCHES := $(addprefix $(BUILD)/tests/bench/,history tally make_day made_store clock)
DUCKDB := build/peers-duckdb

$(BUILD)/tests/bench/bare: $(BUILD)/tests/bench/bare.o $(BUILD)/libscanner.a $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SCAN_LIBS)

$(BUILD)/tests/bench/make_day: $(MADE_DAY)
$(BENCHES) $(RENDER_HELPERS): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/librender.a $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(RENDER_LIBS)

$(BUILD)/tests/bench/duckdb: $(BUILD)/tests/bench/duckdb.o $(BUILD)/libcensus.a $(DUCKDB)/libduckdb.so
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ -Wl,-rpath,$(abspath $(DUCKDB))

# A fuzz target has libFuzzer's main, or ours, which only replays.
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzzers_of = $(patsubst %.c,$(BUILD)/%,$(shell grep -ls '^.include "$1/' tests/fuzz/fuzz_*.c))

$(call fuzzers_of,scanner): $(BUILD)/libscanner.a
$(call fuzzers_of,render): $(BUILD)/librender.a
$(call fuzzers_of,reports): $(BUILD)/libreports.a
$(FUZZERS): $(BUILD)/%: $(BUILD)/%.o $(if $(FUZZ),,$(BUILD)/tests/fuzz/replay.o) $(BUILD)/libcensus.a
	$(call quiet,LINK)$(CC) $(ALL_LDFLAGS) $(if $(FUZZ),-fsanitize=fuzzer) -o $@ $(filter %.o,$^) \
	    -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(SCAN_LIBS) $(RENDER_LIBS) $(REPORT_LIBS)

programs: all $(BUILD)/simnet $(NET_HELPERS)
test-programs: programs $(UNIT_TESTS) $(FUZZERS) $(BENCHES)

unit: $(if $(T),$(T:%=$(BUILD)/tests/%),$(UNIT_TESTS))
golden golden-accept: programs
net site reports: programs
unit golden net site reports house:
	@BUILD=$(BUILD) tests/run $(or $(T),$@)
replay: $(if $(T),$(BUILD)/tests/fuzz/fuzz_$(T),$(FUZZERS))
	@BUILD=$(BUILD) tests/run $(if $(T),fuzz/$(T),fuzz)
golden-accept:
	@BUILD=$(BUILD) tests/golden-accept $(T)

check:
	@$(MAKE) --no-print-directory setup
	@$(MAKE) --no-print-directory programs
	@$(MAKE) --no-print-directory SAN=1 test-programs
	@BUILD=$(BUILD)-asan tests/run $(T)

check-browser: setup
	@packaging/setup.sh browser
	@$(MAKE) --no-print-directory programs
	@BUILD=$(BUILD) SITE=$(SITE) tests/browser/run

SECONDS := 60
fuzz:
	@packaging/setup.sh build fuzz
	@$(MAKE) --no-print-directory FUZZ=1 CC=clang fuzzers
	@BUILD=$(BUILD)-fuzz tests/fuzz/explore $(SECONDS) $(T)
fuzzers: $(FUZZERS)

# What the figures are of, and the tests that reach it.
COVERED := lib/control.c lib/private.c scanner/collect.c scanner/question.c \
    $(wildcard scanner/probes/*.c)
COVERING := $(patsubst %.c,%,$(shell grep -lE '"(lib/(control|private)|scanner/(question|collect|result|probes/.*))\.[ch]"' tests/unit/test_*.c))
coverage:
	@packaging/setup.sh build test
	@$(MAKE) --no-print-directory COVERAGE=1 $(COVERING:%=$(BUILD)-coverage/%) fuzzers
	@BUILD=$(BUILD)-coverage tests/coverage $(COVERED) -- $(COVERING:tests/%=%) fuzz

setup:
	@packaging/setup.sh

demo: setup
	@$(MAKE) --no-print-directory programs
	@BUILD=$(BUILD) tests/demo.sh

bench-scan: setup
	@$(MAKE) --no-print-directory programs
	@packaging/unpack.sh build/peers-scan "peers of the scanner" zmap masscan nmap nmap-common lua-lpeg ethtool
	@BUILD=$(BUILD) tests/bench/scan.sh

# RUNS: 5, or another number to try with.
bench-send: setup $(BUILD)/tests/bench/bare $(patsubst %,$(BUILD)/tests/bench/%.bpf.o,bare sink)
	@$(MAKE) --no-print-directory programs $(BENCHES)
	@packaging/unpack.sh build/peers-scan "peers of the scanner" zmap masscan nmap nmap-common lua-lpeg ethtool
	@BUILD=$(BUILD) tests/bench/send.sh $(or $(RUNS),5)

bench-receive: setup $(BUILD)/tests/bench/answer.bpf.o
	@$(MAKE) --no-print-directory programs $(BENCHES)
	@packaging/unpack.sh build/peers-scan "peers of the scanner" zmap masscan nmap nmap-common lua-lpeg ethtool
	@BUILD=$(BUILD) tests/bench/receive.sh $(or $(RUNS),5)

bench-history: $(BUILD)/tests/bench/history
	@folder=$$(mktemp -d $(BUILD)/bench-history-XXXXXX) && \
	    trap 'rm -rf "$$folder"' EXIT && $< "$$folder"

# ROWS and RUNS: 5 million and 5, or others to try with.
bench-tally bench-day: setup
	@packaging/duckdb.sh
	@$(MAKE) --no-print-directory programs $(BENCHES) $(BUILD)/tests/bench/duckdb
	@BUILD=$(BUILD) tests/bench/$(@:bench-%=%).sh $(or $(ROWS),5000000) $(or $(RUNS),5)

bench-reports: setup
	@$(MAKE) --no-print-directory programs $(BENCHES)
	@BUILD=$(BUILD) tests/bench/reports.sh $(or $(ROWS),1000000) $(or $(RUNS),5)
	@BUILD=$(BUILD) tests/bench/reports_api.sh $(or $(API_ROWS),100000) $(or $(RUNS),5)

bench-render: setup
	@$(MAKE) --no-print-directory programs $(BENCHES)
	@packaging/unpack.sh build/peers-render "the peer of the renderer" hugo
	@BUILD=$(BUILD) tests/bench/render.sh

serve:
	@test -e public/index.html || { echo public/ is empty: run make demo. >&2; exit 1; }
	@echo 'public/ is shown on http://127.0.0.1:8123/ until Ctrl-C'
	@busybox httpd -f -p 127.0.0.1:8123 -h public

# What setup and tests have unpacked below build/.
FETCHED := browser clickhouse daemons dnsd front geoip ntpq resolver smtpd
clean:
	rm -rf build-asan build-fuzz build-coverage public/* .public.spare
	find build -mindepth 1 -maxdepth 1 $(FETCHED:%=! -name %) -exec rm -rf {} + 2>/dev/null || true

distclean: clean
	rm -rf build demo

-include $(BUILD)/scanner/link/live.bpf.d $(patsubst %.o,%.d,$(LIB_OBJECTS) $(SCAN_OBJECTS) $(RENDER_OBJECTS) $(REPORT_OBJECTS) $(SIMNET_OBJECTS)) \
    $(UNIT_TESTS:=.d) $(NET_HELPERS:=.d) $(FUZZERS:=.d) $(wildcard $(BUILD)/tests/bench/*.d) $(BUILD)/tests/fuzz/replay.d
.PHONY: all programs test-programs check check-browser unit replay fuzz fuzzers coverage golden golden-accept net site reports house setup demo serve bench-scan bench-send bench-receive bench-history bench-tally bench-day bench-render bench-reports clean distclean
