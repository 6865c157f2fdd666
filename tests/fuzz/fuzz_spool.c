/* What the reporter keeps on disk: a day's journal of mails, the index of a
 * cut, a request whose proof waits. The first byte chooses one. Bytes are
 * refused with a sentence, or give what mails and entries can be made of. */
#include <sys/stat.h>

#include "lib/file.h"

#include "reports/mail/journal.h"
#include "reports/proof/claim.h"
#include "reports/shelf/held.h"
#include "tests/fuzz/rows.h"

enum { DAY = 20779 /* 2026-11-22 */ };

static char folder[] = "/tmp/ntpcensus-fuzz-XXXXXX";

static void
remove_folder(void)
{
	struct err ignored;
	if (!file_remove(folder, &ignored))
		fprintf(stderr, "%s\n", ignored.text);
}

/* Makes the bytes a file below the folder. */
static void
put(const char *name, const struct input *in)
{
	static bool is_made;
	char path[256], above[PATH_MAX];
	struct err e;
	if (!is_made) {
		must(mkdtemp(folder) != NULL, "there is a folder");
		atexit(remove_folder);
		is_made = true;
	}
	snprintf(path, sizeof path, "%s/%s", folder, name);
	file_folder_of(path, above);
	must(file_make_folders(above, &e), "there are folders");
	FILE *f = fopen(path, "w");
	must(f != NULL && fwrite(in->bytes, 1, in->n, f) == in->n &&
		 fclose(f) == 0,
	    "the file is whole");
}

static void
try_journal(const struct input *in)
{
	struct journal j;
	struct err e = {{0}};
	put("2026-11-22.jsonl", in);
	const bool ok = journal_open(&j, folder, DAY, &e);
	must(ok == (e.text[0] == '\0'), "a refusal says why");
	for (size_t i = 0; ok && i < j.n; i++) {
		const struct journal_entry *k = &j.known[i];
		must(journal_find(&j, k->file, k->contact) == k,
		    "each mail is found, and there once");
		must(k->state != MAIL_IN_DOUBT || k->doubts > 0,
		    "a doubt is counted");
	}
	journal_done(&j);
}

static void
try_index(const struct input *in)
{
	const struct shelf shelf = {.path = folder};
	struct held r;
	struct err e = {{0}};
	put("2026/11/22/scan_ntp/reports.jsonl", in);
	const bool ok = held_read(&r, &shelf, DAY, SCAN_NTP, 1, &e);
	must(ok == (e.text[0] == '\0'), "a refusal says why");
	for (size_t i = 0; i < r.n; i++)
		must(strpbrk(r.items[i].file, "/ \r\n") == NULL &&
			 strpbrk(r.items[i].id, "/ \r\n") == NULL &&
			 r.items[i].file[0] != '.',
		    "a name stays in its folder");
	held_done(&r);
}

static void
try_request(const struct input *in)
{
	struct claim r;
	struct err e = {{0}};
	bool is_there;
	put("a-list.json", in);
	const bool ok = claim_read(&r, folder, "a-list", &is_there, &e);
	must(ok || e.text[0] != '\0', "a refusal says why");
	for (size_t i = 0; ok && i < r.n; i++)
		must(strlen(r.subjects[i].token) == CLAIM_TOKEN_CHARS,
		    "each subject has its token");
	must(!ok || r.contacts.n > 0, "somebody can be reached");
	claim_done(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	switch (take_byte(&in) % 3) {
	case 0:
		try_journal(&in);
		break;
	case 1:
		try_index(&in);
		break;
	default:
		try_request(&in);
	}
	return 0;
}
