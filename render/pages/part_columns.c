#include "render/pages/part_columns.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/record.h"
#include "lib/schema.h"

/* A made-up host of each report type, by the columns that are not empty. */
struct sample {
	enum column column;
	const char *value;
};

static const struct sample ntp_sample[] = {
    {COLUMN_TIMESTAMP, "2026-11-22 00:14:07"}, {COLUMN_SEVERITY, "medium"},
    {COLUMN_IP, "192.0.2.10"}, {COLUMN_PROTOCOL, "udp"}, {COLUMN_PORT, "123"},
    {COLUMN_TAG, "ntpversion"}, {COLUMN_ASN, "64500"}, {COLUMN_GEO, "DE"},
    {COLUMN_REGION, "HESSEN"}, {COLUMN_CITY, "FRANKFURT AM MAIN"},
    {COLUMN_VERSION, "ntpd 4.2.6p5@1.2349-o Fri Jul 22 17:30:51 UTC 2016 (1)"},
    {COLUMN_CLK_WANDER, "0.004"}, {COLUMN_CLOCK, "0xeeb0c3ef.5a1c4f20"},
    {COLUMN_FREQUENCY, "-11.482"}, {COLUMN_JITTER, "0.312"}, {COLUMN_LEAP, "0"},
    {COLUMN_MINTC, "3"}, {COLUMN_OFFSET, "-0.188"}, {COLUMN_PEER, "48211"},
    {COLUMN_PRECISION, "-23"}, {COLUMN_PROCESSOR, "x86_64"},
    {COLUMN_REFID, "198.51.100.7"}, {COLUMN_REFTIME, "0xeeb0c1a2.11f0a2b4"},
    {COLUMN_ROOTDELAY, "7.914"}, {COLUMN_ROOTDISPERSION, "24.336"},
    {COLUMN_STRATUM, "3"}, {COLUMN_SYSTEM, "Linux/3.10.0"}, {COLUMN_TC, "10"},
    {COLUMN_RESPONSE_SIZE, "396"}, {COLUMN_AMPLIFICATION, "33.00"}};

static const struct sample ntpmonitor_sample[] = {
    {COLUMN_TIMESTAMP, "2026-11-22 00:14:09"}, {COLUMN_SEVERITY, "medium"},
    {COLUMN_IP, "192.0.2.10"}, {COLUMN_PROTOCOL, "udp"}, {COLUMN_PORT, "123"},
    {COLUMN_TAG, "ntpmonitor"}, {COLUMN_ASN, "64500"}, {COLUMN_GEO, "DE"},
    {COLUMN_REGION, "HESSEN"}, {COLUMN_CITY, "FRANKFURT AM MAIN"},
    {COLUMN_PACKETS, "100"}, {COLUMN_RESPONSE_SIZE, "44000"},
    {COLUMN_AMPLIFICATION, "3666.67"}};

static const char *
type_name(enum column column)
{
	switch (schema_column_type(column)) {
	case COLUMN_IS_INTEGER:
		return "integer";
	case COLUMN_IS_DECIMAL:
		return "decimal";
	default:
		return "text";
	}
}

static void
add_row(
    struct view *view, const char *name, const char *type, const char *meaning)
{
	struct view *row = view_add(view, "rows");
	view_set_text(row, "name", name);
	view_set_text(row, "type", type);
	view_set_text(row, "meaning", meaning);
}

static bool
set_report(struct press *p, struct view *out, const char *name, enum scan scan,
    struct err *e)
{
	const struct schema *schema = schema_of(scan);
	struct view *v = view_new(&p->arena, out->outer);
	view_set_text(v, "title",
	    arena_printf(&p->arena, "The %zu columns of %s", schema->n_columns,
		schema->name));
	view_set_text(v, "id", schema->name);
	for (size_t i = 0; i < schema->n_columns; i++)
		add_row(v, schema_column_name(schema->columns[i]),
		    type_name(schema->columns[i]),
		    schema_column_meaning(schema->columns[i]));
	const char *html = press_fill(p, "columns", v, e);
	if (html)
		view_set_html(out, name, html);
	return html;
}

/* Writes a sample by the same code as reports are written. */
static bool
set_sample(struct press *p, struct view *out, const char *name, enum scan scan,
    const struct sample *sample, size_t n, struct err *e)
{
	struct row row = {{NULL}};
	char *text = NULL;
	size_t len;
	FILE *stream = open_memstream(&text, &len);
	if (!stream)
		return err_errno(e, "the sample of a report");
	for (size_t i = 0; i < n; i++)
		row.value[sample[i].column] = sample[i].value;
	record_write_header(stream, schema_of(scan));
	record_write(stream, schema_of(scan), &row);
	fclose(stream);
	struct view *v = view_new(&p->arena, out->outer);
	view_set_text(v, "text", text);
	view_set_text(v, "label",
	    arena_printf(&p->arena, "A sample of %s", schema_of(scan)->name));
	const char *html = press_fill(p, "sample", v, e);
	free(text);
	if (html)
		view_set_html(out, name, html);
	return html;
}

bool
part_columns_set(struct press *p, struct view *view, struct err *e)
{
	return set_report(p, view, "ntp_columns", SCAN_NTP, e) &&
	       set_report(p, view, "ntpmonitor_columns", SCAN_NTPMONITOR, e) &&
	       set_sample(p, view, "ntp_sample", SCAN_NTP, ntp_sample,
		   sizeof ntp_sample / sizeof ntp_sample[0], e) &&
	       set_sample(p, view, "ntpmonitor_sample", SCAN_NTPMONITOR,
		   ntpmonitor_sample,
		   sizeof ntpmonitor_sample / sizeof ntpmonitor_sample[0], e);
}
