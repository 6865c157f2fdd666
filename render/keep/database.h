/* A database file that is ours alone: opened, checked, emptied, and asked with
 * statements that are known from the start; the doorkeeper of SQLite. */
#ifndef RENDER_KEEP_DATABASE_H
#define RENDER_KEEP_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct database;

/* What makes a file ours, and what is asked of it. All of it must live as long
 * as the database is open. */
struct database_form {
	const char *what;    /* in sentences: "the history's file" */
	int32_t application; /* SQLite's application_id */
	int32_t format;      /* of tables and contents; 1 or more */
	const char *tables;  /* SQL that makes them */
	const char *const *statements;
	size_t n_statements;
};

enum database_state {
	DATABASE_OURS,
	DATABASE_NEW,          /* there is nothing in it */
	DATABASE_OTHER_FORMAT, /* ours, but of another format */
	DATABASE_DAMAGED,      /* no database, or not readable */
	DATABASE_FAILED        /* foreign, or cannot be used */
};

/* Opens the file, or makes an empty one; the folders above it are made. NULL: e
 * says why. For one thread. */
struct database *database_open(
    const char *path, const struct database_form *form, struct err *e);

/* Makes a database in memory, with all tables and statements of the form, which
 * has begun to write. e as above. */
struct database *database_in_memory(
    const struct database_form *form, struct err *e);

/* Ends what was begun of a database in memory, and gives the file that it is as
 * n bytes, which live until it is closed: the same for the same statements in
 * the same order. NULL: e says why not. */
const void *database_image(struct database *d, size_t *n, struct err *e);

/* Closes it; what was begun is rolled back. A file of ours that was found
 * damaged is emptied. NULL is allowed. */
void database_close(struct database *d);

/* What the file is. Of DATABASE_OURS all statements are ready then; e is set
 * for DATABASE_FAILED. */
enum database_state database_examine(struct database *d, struct err *e);

/* Makes the tables, and runs the SQL `first` then, all or nothing. Does nothing
 * if another program was faster. */
bool database_create(struct database *d, const char *first, struct err *e)
    __attribute__((warn_unused_result));

/* Throws away everything in the file, whatever it is. */
bool database_empty(struct database *d, struct err *e)
    __attribute__((warn_unused_result));

/* Begins to write; waits up to a minute for others who do. */
bool database_begin(struct database *d, struct err *e)
    __attribute__((warn_unused_result));

/* Ends what was begun: all of it is on the disk, or, when this is false or
 * anything failed since the beginning, nothing is. */
bool database_commit(struct database *d, struct err *e)
    __attribute__((warn_unused_result));
void database_rollback(struct database *d);

/* Says that what the file holds cannot be. Always false. */
bool database_damaged(struct database *d, struct err *e);

/* Was it found damaged, by the caller or by SQLite? */
bool database_is_damaged(const struct database *d);

/* The form's statements, by their place in it. */

/* Sets a statement's parameter, 1 is the first. Texts and bytes must live until
 * the statement has run. */
void database_set_int(
    struct database *d, size_t statement, int parameter, int64_t value);
void database_set_text(
    struct database *d, size_t statement, int parameter, const char *text);
void database_set_null(struct database *d, size_t statement, int parameter);
void database_set_bytes(struct database *d, size_t statement, int parameter,
    const void *bytes, size_t n);

/* Runs a statement that gives no rows. */
bool database_run(struct database *d, size_t statement, struct err *e)
    __attribute__((warn_unused_result));

/* Goes to the next row of a statement. False: there is none, and *ok says
 * whether all were seen, else e why not. */
bool database_next(struct database *d, size_t statement, bool *ok,
    struct err *e) __attribute__((warn_unused_result));

/* Leaves a statement before its last row; harmless behind it. */
void database_leave(struct database *d, size_t statement);

/* A column of the row, 0 is the first. Texts and bytes live until the next row;
 * what is no text gives "", what is no bytes 0 of them. */
int64_t database_int(struct database *d, size_t statement, int column);
const char *database_text(struct database *d, size_t statement, int column);
const void *database_bytes(
    struct database *d, size_t statement, int column, size_t *n);

#endif
