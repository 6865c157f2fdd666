/* A commit is on the disk when it returns, and so is the end of its journal
 * (DELETE, EXTRA): neither a crash nor a loss of power takes it back. A
 * write-ahead log was no faster for days of a packed history, of which each
 * rewrites a year's pages, and would make one file three. */
#include "render/keep/database.h"

#include <assert.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "lib/file.h"
#include "lib/mem.h"

enum { BUSY_MS = 60 * 1000 };

static const char settings[] =
    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;"
    "PRAGMA cache_size = -32768; /* KiB */"
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON";

struct database {
	sqlite3 *db;
	char *path;
	const struct database_form *form;
	sqlite3_stmt **statements;
	bool has_failed; /* since the beginning */
	bool is_ours;    /* it was, when it was examined */
	bool is_damaged;
};

static bool
is_damage(int code)
{
	code &= 0xff;
	return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

bool
database_damaged(struct database *d, struct err *e)
{
	d->is_damaged = true;
	d->has_failed = true;
	return err_set(e, "%s %s is damaged; it is made anew when it is opened",
	    d->form->what, d->path);
}

bool
database_is_damaged(const struct database *d)
{
	return d->is_damaged;
}

/* Says what SQLite complained of last. Always false. */
static bool
fail(struct database *d, struct err *e)
{
	const int code = sqlite3_errcode(d->db);
	d->has_failed = true;
	if (is_damage(code))
		return database_damaged(d, e);
	if ((code & 0xff) == SQLITE_BUSY)
		return err_set(e,
		    "%s %s was in use by another program for %d s",
		    d->form->what, d->path, BUSY_MS / 1000);
	return err_set(e, "%s %s cannot be used: %s", d->form->what, d->path,
	    sqlite3_errmsg(d->db));
}

static bool
run_sql(struct database *d, const char *sql, struct err *e)
{
	return sqlite3_exec(d->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       fail(d, e);
}

static void
run_number_sql(struct database *d, const char *setting, int32_t value, bool *ok)
{
	char *sql = mem_need(sqlite3_mprintf("PRAGMA %s = %d", setting, value));
	*ok = sqlite3_exec(d->db, sql, NULL, NULL, NULL) == SQLITE_OK && *ok;
	sqlite3_free(sql);
}

/* The number that a query gives in one row. Gives SQLite's code. */
static int
ask(struct database *d, const char *sql, int32_t *out)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(d->db, sql, -1, &statement, NULL);
	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(statement);
	*out = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? SQLITE_OK : code;
}

static struct database *
open_at(const char *path, int flags, const struct database_form *form,
    struct err *e)
{
	struct database *d = mem_new(1, sizeof *d);
	d->path = mem_text(path);
	d->form = form;
	d->statements = mem_new(form->n_statements, sizeof(sqlite3_stmt *));
	const int code = sqlite3_open_v2(path, &d->db,
	    flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);
	mem_need(d->db);
	if (code == SQLITE_OK &&
	    sqlite3_busy_timeout(d->db, BUSY_MS) == SQLITE_OK)
		return d;
	fail(d, e);
	database_close(d);
	return NULL;
}

struct database *
database_open(const char *path, const struct database_form *form, struct err *e)
{
	char folder[PATH_MAX];
	file_folder_of(path, folder);
	return file_make_folders(folder, e) ? open_at(path, 0, form, e) : NULL;
}

struct database *
database_in_memory(const struct database_form *form, struct err *e)
{
	struct database *d =
	    open_at("file:made?vfs=memdb", SQLITE_OPEN_URI, form, e);
	if (d != NULL && database_create(d, "SELECT 1", e) &&
	    database_examine(d, e) == DATABASE_OURS && database_begin(d, e))
		return d;
	database_close(d);
	return NULL;
}

const void *
database_image(struct database *d, size_t *n, struct err *e)
{
	sqlite3_int64 size = 0;
	if (!database_commit(d, e))
		return NULL;
	const void *image = mem_need(
	    sqlite3_serialize(d->db, "main", &size, SQLITE_SERIALIZE_NOCOPY));
	*n = (size_t)size;
	return image;
}

static void
forget_statements(struct database *d)
{
	for (size_t i = 0; i < d->form->n_statements; i++) {
		sqlite3_finalize(d->statements[i]);
		d->statements[i] = NULL;
	}
}

void
database_close(struct database *d)
{
	struct err ignored;
	if (d == NULL)
		return;
	forget_statements(d);
	if (!sqlite3_get_autocommit(d->db))
		database_rollback(d);
	/* If this fails, the damage is found again next time. */
	if (d->is_ours && d->is_damaged && !database_empty(d, &ignored))
		d->is_damaged = false;
	sqlite3_close(d->db);
	free(d->statements);
	free(d->path);
	free(d);
}

/* What a failure of SQL that is good makes of the file. SQLITE_ERROR: a table,
 * a column or its form is unknown. */
static enum database_state
state_of_failure(struct database *d, int code, struct err *e)
{
	if (is_damage(code) || code == SQLITE_ERROR)
		return DATABASE_DAMAGED;
	fail(d, e);
	return DATABASE_FAILED;
}

/* Prepares the statements of a file that has our marks. */
static enum database_state
prepare(struct database *d, struct err *e)
{
	forget_statements(d);
	if (!run_sql(d, settings, e))
		return d->is_damaged ? DATABASE_DAMAGED : DATABASE_FAILED;
	for (size_t i = 0; i < d->form->n_statements; i++) {
		const int code =
		    sqlite3_prepare_v3(d->db, d->form->statements[i], -1,
			SQLITE_PREPARE_PERSISTENT, &d->statements[i], NULL);
		if (code != SQLITE_OK)
			return state_of_failure(d, code, e);
	}
	d->is_ours = true;
	return DATABASE_OURS;
}

enum database_state
database_examine(struct database *d, struct err *e)
{
	int32_t application = 0, format = 0, n_tables = 0;
	int code = ask(d, "PRAGMA application_id", &application);
	if (code == SQLITE_OK)
		code = ask(d, "PRAGMA user_version", &format);
	if (code != SQLITE_OK)
		return state_of_failure(d, code, e);
	code = ask(d, "SELECT count(*) FROM sqlite_schema", &n_tables);
	if (code == SQLITE_OK && application == 0 && format == 0 &&
	    n_tables == 0)
		return DATABASE_NEW;
	if (application != d->form->application) {
		err_set(e,
		    "%s is a database of another program and not %s: it has to "
		    "go elsewhere",
		    d->path, d->form->what);
		return DATABASE_FAILED;
	}
	if (code != SQLITE_OK)
		return state_of_failure(d, code, e);
	if (format != d->form->format)
		return DATABASE_OTHER_FORMAT;
	return prepare(d, e);
}

bool
database_create(struct database *d, const char *first, struct err *e)
{
	int32_t n_tables;
	bool ok = run_sql(d, "BEGIN IMMEDIATE", e);
	if (!ok)
		return false;
	if (ask(d, "SELECT count(*) FROM sqlite_schema", &n_tables) !=
		SQLITE_OK ||
	    n_tables > 0)
		return run_sql(d, "ROLLBACK", e);
	run_number_sql(d, "application_id", d->form->application, &ok);
	run_number_sql(d, "user_version", d->form->format, &ok);
	if (!ok)
		fail(d, e);
	ok = ok && run_sql(d, d->form->tables, e) && run_sql(d, first, e) &&
	     run_sql(d, "COMMIT", e);
	if (!ok)
		database_rollback(d);
	return ok;
}

bool
database_empty(struct database *d, struct err *e)
{
	const int reset = SQLITE_DBCONFIG_RESET_DATABASE;
	forget_statements(d);
	d->is_damaged = false;
	sqlite3_db_config(d->db, reset, 1, NULL);
	const bool ok = run_sql(d, "VACUUM", e);
	sqlite3_db_config(d->db, reset, 0, NULL);
	return ok;
}

bool
database_begin(struct database *d, struct err *e)
{
	d->has_failed = false;
	return run_sql(d, "BEGIN IMMEDIATE", e);
}

bool
database_commit(struct database *d, struct err *e)
{
	const bool ok =
	    d->has_failed
		? err_set(e, "%s %s is left as it was, since something failed",
		      d->form->what, d->path)
		: run_sql(d, "COMMIT", e);
	if (!ok && !sqlite3_get_autocommit(d->db))
		database_rollback(d);
	return ok;
}

void
database_rollback(struct database *d)
{
	sqlite3_exec(d->db, "ROLLBACK", NULL, NULL, NULL);
}

void
database_set_int(
    struct database *d, size_t statement, int parameter, int64_t value)
{
	sqlite3_bind_int64(d->statements[statement], parameter, value);
}

void
database_set_text(
    struct database *d, size_t statement, int parameter, const char *text)
{
	sqlite3_bind_text(
	    d->statements[statement], parameter, text, -1, SQLITE_STATIC);
}

void
database_set_null(struct database *d, size_t statement, int parameter)
{
	sqlite3_bind_null(d->statements[statement], parameter);
}

void
database_set_bytes(struct database *d, size_t statement, int parameter,
    const void *bytes, size_t n)
{
	assert(n <= INT_MAX);
	sqlite3_bind_blob(
	    d->statements[statement], parameter, bytes, (int)n, SQLITE_STATIC);
}

bool
database_run(struct database *d, size_t statement, struct err *e)
{
	sqlite3_stmt *const s = d->statements[statement];
	const bool ok = sqlite3_step(s) == SQLITE_DONE || fail(d, e);
	sqlite3_reset(s);
	return ok;
}

bool
database_next(struct database *d, size_t statement, bool *ok, struct err *e)
{
	sqlite3_stmt *const s = d->statements[statement];
	const int code = sqlite3_step(s);
	if (code == SQLITE_ROW)
		return true;
	*ok = code == SQLITE_DONE || fail(d, e);
	sqlite3_reset(s);
	return false;
}

void
database_leave(struct database *d, size_t statement)
{
	sqlite3_reset(d->statements[statement]);
}

int64_t
database_int(struct database *d, size_t statement, int column)
{
	return sqlite3_column_int64(d->statements[statement], column);
}

const char *
database_text(struct database *d, size_t statement, int column)
{
	const unsigned char *text =
	    sqlite3_column_text(d->statements[statement], column);
	return text != NULL ? (const char *)text : "";
}

const void *
database_bytes(struct database *d, size_t statement, int column, size_t *n)
{
	sqlite3_stmt *const s = d->statements[statement];
	const void *bytes = sqlite3_column_blob(s, column);
	*n = bytes != NULL ? (size_t)sqlite3_column_bytes(s, column) : 0;
	return bytes;
}
