#include "render/pages/escape.h"

#include <string.h>
#include <strings.h>

#include "lib/text.h"

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

/* Adds one byte; is_utf8 says whether the text around it can be trusted. */
static void
add_byte(struct buf *out, char c, bool is_utf8)
{
	const unsigned char byte = (unsigned char)c;
	if (c == '&')
		buf_text(out, "&amp;");
	else if (c == '<')
		buf_text(out, "&lt;");
	else if (c == '>')
		buf_text(out, "&gt;");
	else if (c == '"')
		buf_text(out, "&quot;");
	else if (c == '\'')
		buf_text(out, "&#39;");
	else if (byte == 0x7f || (byte < 0x20 && c != '\n' && c != '\t'))
		buf_text(out, REPLACEMENT);
	else if (byte >= 0x80 && !is_utf8)
		buf_text(out, REPLACEMENT);
	else
		buf_char(out, c);
}

/* Nearly all text holds nothing to escape and goes through in one piece. */
static bool
is_plain(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const unsigned char c = (unsigned char)text[i];
		if (c < 0x20 || c >= 0x7f || c == '&' || c == '<' || c == '>' ||
		    c == '"' || c == '\'')
			return false;
	}
	return true;
}

void
html_text(struct buf *out, const char *text)
{
	const size_t n = strlen(text);
	if (is_plain(text, n)) {
		buf_add(out, text, n);
		return;
	}
	const bool is_utf8 = text_is_utf8(text, n);
	for (size_t i = 0; i < n; i++)
		add_byte(out, text[i], is_utf8);
}

void
html_attribute(struct buf *out, const char *text)
{
	html_text(out, text);
}

static bool
is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c));
}

static void
add_encoded(struct buf *out, const char *text, const char *also)
{
	for (; *text; text++) {
		if (is_unreserved(*text) || strchr(also, *text))
			buf_char(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
	}
}

/* True if the address is relative or of a scheme that only leads somewhere.
 * A scheme ends at the first colon, which no slash may come before. */
static bool
is_allowed(const char *url)
{
	const size_t n = strcspn(url, ":/?#");
	if (url[n] != ':')
		return true;
	return strncasecmp(url, "https:", 6) == 0 ||
	       strncasecmp(url, "http:", 5) == 0 ||
	       strncasecmp(url, "mailto:", 7) == 0;
}

void
html_url(struct buf *out, const char *url)
{
	if (!is_allowed(url)) {
		buf_char(out, '#');
		return;
	}
	for (; *url; url++) {
		if (*url == '&')
			buf_text(out, "&amp;");
		else
			add_encoded(
			    out, (char[]){*url, '\0'}, "/:?#[]@!$()*+,;=%");
	}
}

void
html_url_part(struct buf *out, const char *part)
{
	add_encoded(out, part, "/@+");
}
