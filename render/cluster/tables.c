/* hosts holds what a report says, text by text, and in front of it the numbers
 * that the renderer counts by, made by its own code when the file is loaded:
 * SQL only compares and adds them, so both ways of counting agree to the last
 * host. Each load is a partition of its own. It is dropped as a whole in an
 * instant; and no half of it ever counts, as rows count only if files names
 * their load, which is written last, as one row. */
#include "render/cluster/tables.h"

#include "lib/binary.h"

enum { MAX_SQL_BYTES = 1 << 16, MAPPED_BYTES = 12 };

static const char hosts_head[] =
    "day Date,"
    "scan Enum8('scan_ntp'=0,'scan_ntpmonitor'=1,'scan6_ntp'=2,"
    "'scan6_ntpmonitor'=3),"
    "load UInt64,"             /* files.load */
    "number UInt32,"           /* of the row in its file, from 1 */
    "address FixedString(16)," /* IPv4 as ::ffff:a.b.c.d */
    "block UInt16,"            /* its first 16 bits */
    "country FixedString(2),"  /* two capitals; ZZ: not known */
    "network UInt32,"          /* ASN; 0: not known */
    "family UInt8,"            /* of versions; 0: the scan has none */
    "stratum_class UInt8,"     /* stratum + 1; 0: not known */
    "size_class UInt8,"        /* of the response; 0: not known */
    "hundredths UInt32,";      /* amplification; 4294967294: not known */

static const char files_columns[] =
    "day Date,"
    "name String,"  /* its path below results/ */
    "is_run UInt8," /* a run record; else a report */
    "scan String,"  /* its type; empty for a run record */
    "shard UInt32," /* of n_shards; both 0 without shards */
    "n_shards UInt32,"
    "revision UInt16,"
    "digest FixedString(64)," /* SHA-256 */
    "bytes UInt64,"
    "modified Int64,"  /* nanoseconds since 1970 */
    "load UInt64,"     /* hosts.load of its rows */
    "form UInt16,"     /* TABLES_FORM */
    "rows UInt64,"     /* that hosts holds of it */
    "bad UInt64,"      /* rows that were skipped … */
    "bad_line UInt64," /* … the first of them, and why */
    "bad_why String,"
    "partial UInt8,"   /* a run record: bit i if scan i is not complete */
    "fault String,"    /* why it could not be read to its end */
    "body String,"     /* a run record: its text */
    "loaded DateTime"; /* in UTC */

static bool
make_database(struct clickhouse *s, struct err *e)
{
	struct buf sql, answer;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&answer, MAX_SQL_BYTES);
	/* Who may not make databases can still use one that is there. */
	buf_printf(&sql,
	    "SELECT count() FROM system.databases WHERE name = '%s' "
	    "FORMAT TabSeparated",
	    s->database);
	bool ok = clickhouse_ask(s, sql.text, &answer, e);
	if (ok && answer.text[0] == '0') {
		buf_reset(&sql);
		buf_printf(
		    &sql, "CREATE DATABASE IF NOT EXISTS `%s`", s->database);
		ok = clickhouse_ask(s, sql.text, NULL, e);
	}
	buf_done(&sql);
	buf_done(&answer);
	return ok;
}

static bool
make_hosts(struct clickhouse *s, struct err *e)
{
	struct buf sql;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_printf(
	    &sql, "CREATE TABLE IF NOT EXISTS %s (%s", s->hosts, hosts_head);
	for (int c = 0; c < N_COLUMNS; c++)
		if (c != COLUMN_IP)
			buf_printf(&sql, "%s`%s` String", c > 0 ? "," : "",
			    schema_column_name((enum column)c));
	buf_text(&sql, ") ENGINE = MergeTree PARTITION BY (day, scan, load) "
		       "ORDER BY (address, number)");
	const bool ok = clickhouse_ask(s, sql.text, NULL, e);
	buf_done(&sql);
	return ok;
}

static bool
make_files(struct clickhouse *s, struct err *e)
{
	struct buf sql;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_printf(&sql,
	    "CREATE TABLE IF NOT EXISTS %s (%s) ENGINE = MergeTree "
	    "PARTITION BY toYYYYMM(day) ORDER BY (day, name)",
	    s->files, files_columns);
	const bool ok = clickhouse_ask(s, sql.text, NULL, e);
	buf_done(&sql);
	return ok;
}

bool
tables_make(struct clickhouse *s, struct err *e)
{
	return make_database(s, e) && make_hosts(s, e) && make_files(s, e);
}

void
tables_add_columns(struct buf *sql)
{
	buf_text(sql,
	    "day,scan,load,number,address,block,country,network,family,"
	    "stratum_class,size_class,hundredths");
	for (int c = 0; c < N_COLUMNS; c++)
		if (c != COLUMN_IP)
			buf_printf(
			    sql, ",`%s`", schema_column_name((enum column)c));
}

static void
add_address(struct buf *b, const struct addr *a)
{
	static const uint8_t mapped[MAPPED_BYTES] = {[10] = 0xff, [11] = 0xff};
	if (a->is_v6) {
		buf_add(b, a->bytes, sizeof a->bytes);
		return;
	}
	buf_add(b, mapped, sizeof mapped);
	buf_add(b, a->bytes, sizeof a->bytes - sizeof mapped);
}

void
tables_add_row(struct buf *b, const struct table_row *r)
{
	const struct host *h = &r->host;
	binary_add(b, (uint64_t)r->day, 2);
	binary_add(b, (uint64_t)r->scan, 1);
	binary_add(b, r->load, 8);
	binary_add(b, r->number, 4);
	add_address(b, &r->addr);
	binary_add(b, (uint64_t)r->addr.bytes[0] << 8 | r->addr.bytes[1], 2);
	buf_char(b, (char)(h->country >> 8));
	buf_char(b, (char)(h->country & 0xff));
	binary_add(b, h->asn, 4);
	binary_add(b, h->family, 1);
	binary_add(b, h->stratum, 1);
	binary_add(b, h->size, 1);
	binary_add(b, h->amplification, 4);
	for (int c = 0; c < N_COLUMNS; c++) {
		if (c != COLUMN_IP)
			binary_add_text(b, r->value[c].text, r->value[c].n);
	}
}
