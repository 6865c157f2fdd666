/* The operator's file of events: lines are skipped, or are events that can be
 * told, beside those of a few days of runs. */
#include "render/keep/events.h"
#include "tests/fuzz/rows.h"

enum { DAYS = 6 };

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena arena = {0};
	struct chronicle c = {.first = 20000, .n_days = DAYS};
	for (int s = 0; s < N_SCANS; s++) {
		c.runs[s] = arena_new(&arena, DAYS, sizeof *c.runs[s]);
		for (size_t day = 0; day < DAYS; day++) {
			c.runs[s][day] = run_unknown();
			c.runs[s][day].state = (enum day_state)(day % 3);
			c.runs[s][day].program = day < 3 ? "a" : "b";
		}
	}
	events_make(&c, file_of(0, bytes, n), &arena);
	for (size_t i = 0; i < c.n_events; i++) {
		const struct event *event = &c.events[i];
		must(event->first <= event->last, "days are in their order");
		must(i == 0 || event[-1].first <= event->first,
		    "events are in their order");
		must(event->scan >= 0 && event->scan <= N_SCANS &&
			 events_kind_name(event->kind)[0] != '\0',
		    "a scan and a kind are there");
		must(event->text[0] != '\0' && is_readable(event->text),
		    "a text can be read");
	}
	must(c.n_events >= 4, "what runs tell is there");
	arena_reset(&arena);
	return 0;
}
