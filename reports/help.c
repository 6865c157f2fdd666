#include "reports/help.h"

const char help_usage[] = "usage: ntpcensus-report COMMAND [options]\n";

const char help_commands[] =
    "Gives the owners of networks their rows of an archive's daily reports.\n"
    "\n"
    "  check               say whether the file of subscribers is right\n"
    "  cut                 cut the days of the archive for all subscribers\n"
    "  mail                send what was cut by mail\n"
    "  index               sort the days' rows, so that serve can look them up\n"
    "  serve               answer HTTP: downloads and the API\n"
    "  contacts            find whom to write to about a network\n"
    "  subscribe           take a new subscriber, whose networks are proven\n"
    "\n"
    "  --help, --version   print this, or the version, and end\n"
    "\n"
    "ntpcensus-report COMMAND --help says what a command takes and how it ends.\n";

#define SUBSCRIBERS                                                            \
	"  --subscribers FILE  who gets what (/etc/ntpcensus/subscribers.conf)\n"
#define ARCHIVE "  --archive DATA      the archive; it is only read\n"
#define DAY                                                                    \
	"  --day DAY           this day alone, as 2026-11-22 (all that are kept)\n"
#define NOW                                                                    \
	"  --now TIME          the clock, as 2026-11-22T06:00:00Z (the real one)\n"
#define QUIET "  --quiet             say nothing but faults\n"
#define HELP "  --help, --version   print this, or the version, and end\n"
#define ENDS                                                                   \
	"\nExit codes:\n"                                                      \
	"  0  done\n"                                                          \
	"  1  failed; what was there still is\n"                               \
	"  2  the command line is wrong\n"
#define SKIPS                                                                          \
	"  3  done, but rows or files of the days that were read had to be skipped;\n" \
	"     standard error says which\n"

const struct help help_check = {"usage: ntpcensus-report check [options]\n",
    "Says whether the file of subscribers is right, or what is wrong with it.\n"
    "\n" SUBSCRIBERS QUIET HELP ENDS};

const struct help help_cut = {
    "usage: ntpcensus-report cut --archive DATA --out FOLDER [options]\n",
    "Cuts the days of an archive: each subscriber gets the rows that its filters\n"
    "match.\n"
    "\n" ARCHIVE
    "  --out FOLDER        where reports are kept\n" SUBSCRIBERS DAY
    "  --keep-days N       keep the reports of the last N days, today's included,\n"
    "                      and remove older ones (30)\n" NOW QUIET HELP "\n"
    "FOLDER/YYYY/MM/DD/TYPE/ gets the reports of a day and type, named\n"
    "YYYY-MM-DD-TYPE-LIST-FILTER.csv: FILTER is what a row was found by, the\n"
    "first that matches of asn, geo (country), ip (prefix) and tld (domain), so\n"
    "that no row comes twice. reports.jsonl tells of each: its file, its id,\n"
    "list, events and bytes. Nothing there is changed later. If a day's rows\n"
    "or filters have changed, TYPE.r2/ gets what is new: a report that is not\n"
    "as before is named YYYY-MM-DD-TYPE-LIST-FILTER-r2.csv.\n" ENDS SKIPS};

const struct help help_index = {
    "usage: ntpcensus-report index --archive DATA --out FOLDER [options]\n",
    "Sorts the rows of an archive's days by address, so that serve finds those of\n"
    "one address in a year at once.\n"
    "\n" ARCHIVE "  --out FOLDER        where sorted rows are kept\n" DAY
    "  --keep-days N       keep the rows of the last N days, today's included, and\n"
    "                      remove older ones (366)\n" NOW QUIET HELP "\n"
    "FOLDER/rows/YYYY-MM-DD-TYPE.rows are made from the archive and can be made\n"
    "again: all rows of a day by address, packed. With rows = clickhouse://… in the\n"
    "configuration, serve asks the cluster for them, and index is not needed.\n" ENDS
	SKIPS};

const struct help help_serve = {
    "usage: ntpcensus-report serve --out FOLDER [options]\n",
    "Answers HTTP: downloads of reports, and the API.\n"
    "\n"
    "  --out FOLDER        where reports and sorted rows are kept\n" SUBSCRIBERS
    "  --config FILE       whose section archive may name a cluster of rows\n"
    "                      (/etc/ntpcensus/ntpcensus.conf)\n"
    "  --listen WHERE      address and port (127.0.0.1:8090); port 0 is any free\n"
    "                      one\n"
    "  --front             requests come through a server in front of this one;\n"
    "                      the last address of its X-Forwarded-For is the client's\n"
    "  --rate N            answer N requests a second of one client, by its address\n"
    "                      (an IPv6 /64) and by its key; a burst may have three\n"
    "                      times as many (20); 0 is no limit\n"
    "  --connections N     at most N at a time (1000), of one address a tenth of\n"
    "                      them unless --front\n"
    "  --log FILE          the access log (standard error)\n" NOW
    "  --quiet             say nothing but faults, and keep no access log unless\n"
    "                      --log says where\n" HELP "\n"
    "serve answers GET /dl/ID (or /ID), the id being all that a download needs,\n"
    "and POST /api2/MODULE/METHOD: a JSON object with the apikey, signed by the\n"
    "header HMAC2, the HMAC-SHA-256 of the body with the key's secret. For\n"
    "people, /reports/index.php shows the links to who has the list's secret. A\n"
    "server in front of it speaks TLS. It sees new days by itself; SIGHUP makes it\n"
    "read the file of subscribers again and open the log anew, SIGTERM ends it when\n"
    "what was begun is answered, or after five seconds. What it logs holds neither\n"
    "keys nor ids.\n" ENDS};
