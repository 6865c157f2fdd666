#include "render/draw/series.h"

#include "render/draw/numeral.h"

struct series
series_of(const struct chart_line *line, size_t n_days)
{
	struct series s = {0};
	bool found_whole = false;
	for (size_t day = 0; day < n_days; day++) {
		const bool whole = series_is_whole(line, day);
		const bool partial = series_is_partial(line, day);
		s.n_partial += partial;
		s.n_missing += !whole && !partial;
		if (!whole && (!partial || found_whole))
			continue;
		if (!s.any || whole != found_whole)
			s.first = day;
		s.last = day;
		s.any = true;
		found_whole = whole;
	}
	return s;
}

uint32_t
series_most(const struct chart *chart)
{
	int32_t most = 0;
	for (size_t i = 0; i < chart->n_lines; i++)
		for (size_t day = 0; day < chart->n_days; day++)
			if (chart->lines[i].hosts[day] > most)
				most = chart->lines[i].hosts[day];
	return (uint32_t)most;
}

/* "1 host", "2 hosts". */
static const char *
count(const struct chart *chart, int32_t hosts, struct arena *arena)
{
	char number[NUMERAL_MAX];
	const char *unit = hosts == 1 ? "host" : "hosts";
	numeral_full((uint32_t)hosts, number);
	return arena_printf(
	    arena, "%s %s", number, chart->unit != NULL ? chart->unit : unit);
}

static const char *
describe_change(int32_t from, int32_t to, struct arena *arena)
{
	char percent[NUMERAL_MAX];
	if (from == to)
		return ", no change";
	if (from == 0)
		return "";
	numeral_percent((uint32_t)from, (uint32_t)to, percent);
	return arena_printf(
	    arena, ", %s percent %s", percent, to > from ? "more" : "fewer");
}

static const char *
describe_days(const struct chart *chart, const struct chart_line *line,
    struct series s, struct arena *arena)
{
	char start[DATE_TEXT_MAX], end[DATE_TEXT_MAX];
	char to[NUMERAL_MAX];
	const int32_t first = line->hosts[s.first], last = line->hosts[s.last];
	date_format(chart->first + (day_t)s.first, start);
	date_format(chart->first + (day_t)s.last, end);
	numeral_full((uint32_t)last, to);
	if (s.first == s.last)
		return arena_printf(
		    arena, "%s on %s", count(chart, last, arena), end);
	return arena_printf(arena, "%s on %s, %s on %s%s",
	    count(chart, first, arena), start, to, end,
	    describe_change(first, last, arena));
}

static const char *
describe_gaps(size_t n_days, struct series s, struct arena *arena)
{
	const char *partial = "";
	if (s.n_partial > 0)
		partial = arena_printf(arena, "; %zu %s incomplete",
		    s.n_partial, s.n_partial == 1 ? "day is" : "days are");
	if (s.n_missing == 0)
		return arena_printf(arena, "; no day is missing%s", partial);
	return arena_printf(arena, "; %zu of %zu days %s missing%s",
	    s.n_missing, n_days, s.n_missing == 1 ? "is" : "are", partial);
}

static const char *
describe_line(const struct chart *chart, const struct chart_line *line,
    struct arena *arena)
{
	const struct series s = series_of(line, chart->n_days);
	const bool named = line->label != NULL && line->label[0] != '\0';
	const char *name = named ? line->label : "", *colon = named ? ": " : "";
	if (!s.any)
		return arena_printf(arena, "%s%sno data.", name, colon);
	return arena_printf(arena, "%s%s%s%s.", name, colon,
	    describe_days(chart, line, s, arena),
	    describe_gaps(chart->n_days, s, arena));
}

const char *
series_describe(const struct chart *chart, struct arena *arena)
{
	const char *words = chart->simulated ? "Simulated data. " : "";
	for (size_t i = 0; i < chart->n_lines; i++)
		words = arena_printf(arena, "%s%s%s", words, i > 0 ? " " : "",
		    describe_line(chart, &chart->lines[i], arena));
	return chart->n_lines > 0 ? words : "No data.";
}
