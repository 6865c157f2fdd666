/* Templates: bytes are refused with file and line, or are filled so that no
 * value of the view leaves the place where it stands. */
#include "render/pages/template.c"
#include "tests/fuzz/fuzz.h"

/* Ends an attribute, a tag, a text; no template of the corpus has it. */
static const char hostile[] = "QZ<\"'>&.";

static const char *const files[] = {"a.html", "b.html"};

static void
add_template(struct templates *all, size_t i, const char *text, size_t n)
{
	struct template *t = &all->all[all->n++];
	snprintf(t->name, sizeof t->name, "%.1s", files[i]);
	t->path = strdup(files[i]);
	must(t->path != NULL, "there is memory");
	t->text = mem_new(n + 1, 1);
	memcpy(t->text, text, n);
}

/* A view with a value of each kind. */
static struct view *
make_view(struct arena *arena)
{
	struct view *v = view_new(arena, NULL);
	view_set_text(v, "t", hostile);
	view_set_text(v, "none", "");
	view_set_text(v, "url", "javascript:QZ<\"'>");
	view_set_html(v, "h", "<p>ready</p>");
	view_set_flag(v, "f", true);
	view_set_flag(v, "no", false);
	view_set_list(v, "empty");
	for (int i = 0; i < 2; i++)
		view_set_text(view_add(v, "l"), "x", hostile);
	return v;
}

static size_t
count_lines(const char *text)
{
	size_t n = 1;
	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* The error begins with a template's name and a line that it has. */
static void
must_name_place(const struct templates *all, const struct err *e)
{
	for (size_t i = 0; i < all->n; i++) {
		const size_t len = strlen(files[i]);
		if (strncmp(e->text, files[i], len) != 0)
			continue;
		const unsigned long line = strtoul(e->text + len + 1, NULL, 10);
		must(e->text[len] == ':' && line >= 1 &&
			 line <= count_lines(all->all[i].text),
		    "the line is one of the file's");
		return;
	}
	must(strstr(e->text, ": more than") != NULL, "a refusal says where");
}

static bool
has_the_word(const struct templates *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (strstr(all->all[i].text, "QZ") != NULL)
			return true;
	return false;
}

static void
try_fill(const struct templates *all)
{
	struct err e = {{0}};
	struct arena arena = {0};
	struct buf out;
	buf_init(&out, 1 << 16);
	struct filling f = {.templates = all, .out = &out, .e = &e};
	const struct template *t = &all->all[0];
	const bool ok = fill(&f, t, 0, t->list.n_nodes, make_view(&arena));
	if (!ok)
		must_name_place(all, &e);
	if (!has_the_word(all))
		must(strstr(out.text, "QZ<") == NULL, "a value opens no tag");
	if (ok && strstr(all->all[0].text, "{{") == NULL)
		must(strcmp(out.text, all->all[0].text) == 0 || out.cut,
		    "what is no tag goes out as it is");
	buf_done(&out);
	arena_reset(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct templates *all = mem_new(1, sizeof *all);
	struct err e = {{0}};
	const char *text = (const char *)bytes;
	/* The first template may be followed by a second one, behind a NUL. */
	const size_t first = n > 0 ? strnlen(text, n) : 0;
	add_template(all, 0, text, first);
	if (first < n)
		add_template(all, 1, text + first + 1,
		    strnlen(text + first + 1, n - first - 1));
	bool ok = true;
	for (size_t i = 0; ok && i < all->n; i++)
		ok = template_parse(
		    all->all[i].path, all->all[i].text, &all->all[i].list, &e);
	if (ok) {
		resolve(all);
		ok = gather_names(all, &e);
	}
	if (ok)
		try_fill(all);
	else
		must_name_place(all, &e);
	templates_close(all);
	return 0;
}
