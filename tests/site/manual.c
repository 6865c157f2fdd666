/* Writes the manual page of the data files, in mdoc, from the schema from which
 * they are made:
 *
 *     build/tests/site/manual >packaging/man/ntpcensus-data.5
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "render/pages/data_columns.h"
#include "render/pages/data_schema.h"

enum { WIDTH = 78 };

/* Writes one character as mdoc wants it; gives the columns that it takes. */
static size_t
write_char(const char **text)
{
	const unsigned char c = (unsigned char)**text;
	++*text;
	if (c == 0xc2 && (unsigned char)**text == 0xa0) {
		++*text;
		fputs("\\~", stdout);
		return 2;
	}
	if (c == '\\')
		fputs("\\e", stdout);
	else
		putchar(c);
	return 1;
}

/* Writes text in lines. None of them begins with a dot or an apostrophe, and
 * each sentence begins a new one. */
static void
write_text(const char *text)
{
	size_t column = 0;
	while (*text != '\0') {
		const size_t n = strcspn(text, " ");
		const char *end = text + n;
		const bool ends = n > 0 && end[-1] == '.' && *end != '\0';
		if (column > 0 && column + 1 + n > WIDTH) {
			putchar('\n');
			column = 0;
		} else if (column > 0) {
			putchar(' ');
			column++;
		}
		if (column == 0 && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		while (text < end)
			column += write_char(&text);
		if (*text == ' ')
			text++;
		if (ends) {
			putchar('\n');
			column = 0;
		}
	}
	putchar('\n');
}

static void
write_file(const struct data_file *file)
{
	printf(".Ss %s\n.Pa data/v1/%s\n.Pp\n", file->name, file->path);
	write_text(file->what);
	printf(".Pp\nA row is of %s", file->row);
	printf(file->n_keys == 0 ? ".\n" : "; the key is\n");
	for (size_t i = 0; i < file->n_keys; i++)
		printf(".Cm %s%s\n", file->columns[i],
		    i + 1 < file->n_keys ? " ," : " .");
	printf(".Bl -tag -width Ds\n");
	for (size_t i = 0; i < file->n_columns; i++) {
		const struct data_column *column =
		    data_column_find(file->columns[i]);
		printf(".It Cm %s Pq %s\n", column->name,
		    data_column_type_name(column->type));
		write_text(column->meaning);
	}
	puts(".El");
}

static const char beginning[] =
    ".\\\" Made from the schema of the data files by tests/site/manual.c.\n"
    ".Dd November 25, 2026\n"
    ".Dt NTPCENSUS-DATA 5\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm ntpcensus-data\n"
    ".Nd the public data files of an NTP census\n"
    ".Sh DESCRIPTION\n"
    "The site that\n"
    ".Xr ntpcensus-render 1\n"
    "writes has every number that it shows as CSV below\n"
    ".Pa data/v1/ ,\n"
    "and the newest day and the series as JSON below\n"
    ".Pa api/v1/ .\n"
    "All of them are aggregates: no count is of fewer hosts than the\n"
    "threshold, and none such follows from those that are published.\n"
    ".Pp\n"
    "CSV is that of RFC 4180, but lines end with a line feed: UTF-8 without a\n"
    "byte order mark, the first line is the header, no comments.\n"
    "Columns are found by their names; new ones are added at the end.\n"
    "An empty value is not zero: nothing was measured, nothing is known, or\n"
    "the number is withheld.\n"
    "In JSON it is null.\n"
    "Names come from others: one that a spreadsheet would take for a formula\n"
    "has an apostrophe before it.\n"
    ".Pp\n"
    "What stands in capitals in a path is put in:\n"
    ".Pa YYYY-MM-DD\n"
    "is a day in UTC,\n"
    ".Pa KIND/KEY\n"
    "one thing, such as\n"
    ".Pa country/DE ;\n"
    "the world is\n"
    ".Pa world\n"
    "alone.\n"
    ".Ss Types\n"
    ".Bl -tag -width integer\n"
    ".It integer\n"
    "A whole number of 0 or more.\n"
    ".It number\n"
    "A number with a point for decimals.\n"
    ".It date\n"
    "YYYY-MM-DD.\n"
    ".It time\n"
    "YYYY-MM-DDTHH:MM:SSZ.\n"
    ".It flag\n"
    "0 or 1.\n"
    ".It text\n"
    "UTF-8.\n"
    ".El\n"
    ".Sh TABLES\n";

static const char ending[] =
    ".Sh FILES\n"
    ".Bl -tag -width Ds\n"
    ".It Pa data/v1/latest/\n"
    "The tables of the newest day, under names that stay.\n"
    ".It Pa data/v1/datapackage.json\n"
    "These tables described for programs, as a Data Package.\n"
    ".It Pa data/v1/SHA256SUMS\n"
    "The sums of what there is one of, and of the file\n"
    ".Pa SHA256SUMS\n"
    "in each day's folder, which has those of its tables.\n"
    ".It Pa data/v1/years/YYYY/numbers.sqlite\n"
    "All numbers of a year as a SQLite database;\n"
    ".Pa data/v1/names.sqlite\n"
    "has what keys are called.\n"
    ".It Pa api/v1/index.json\n"
    "What there is: days, threshold, keys and their files.\n"
    ".It Pa api/v1/country/DE.json\n"
    "The newest figures of one thing, and its days as arrays; likewise of\n"
    "the world, regions, networks, version families and classes.\n"
    ".It Pa api/v1/scan/scan_ntp.json\n"
    "The days of a scan.\n"
    ".It Pa api/v1/latest/\n"
    "The tables of the newest day as arrays of objects.\n"
    ".El\n"
    ".Sh STANDARDS\n"
    ".Rs\n"
    ".%T Common Format and MIME Type for CSV Files\n"
    ".%R RFC 4180\n"
    ".Re\n";

int
main(void)
{
	fputs(beginning, stdout);
	for (int kind = 0; kind < N_DATA_FILES; kind++)
		write_file(data_schema(kind));
	fputs(ending, stdout);
	return ferror(stdout) != 0;
}
