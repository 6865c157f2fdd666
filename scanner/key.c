#include "scanner/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"

enum { DIGITS = 2 * RANDOM_KEY_BYTES };

bool
key_create(
    const char *path, uint8_t key[static RANDOM_KEY_BYTES], struct err *e)
{
	random_bytes(key, RANDOM_KEY_BYTES);
	if (unlink(path) != 0 && errno != ENOENT)
		return err_errno(e, "cannot replace %s", path);
	const int fd =
	    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (out == NULL)
		return err_errno(e, "cannot write %s", path);
	for (int i = 0; i < RANDOM_KEY_BYTES; i++)
		fprintf(out, "%02x", key[i]);
	fputc('\n', out);
	return fclose(out) == 0 || err_errno(e, "cannot write %s", path);
}

static bool
parse(const char *text, uint8_t key[static RANDOM_KEY_BYTES])
{
	if (strspn(text, "0123456789abcdef") != DIGITS ||
	    strcmp(text + DIGITS, "\n") != 0)
		return false;
	for (int i = 0; i < RANDOM_KEY_BYTES; i++) {
		const char digits[3] = {text[2 * i], text[2 * i + 1], '\0'};
		key[i] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return true;
}

bool
key_read(const char *path, uint8_t key[static RANDOM_KEY_BYTES], struct err *e)
{
	struct stat st;
	char *text;
	if (stat(path, &st) != 0)
		return err_errno(e, "cannot open %s", path);
	if ((st.st_mode & 077) != 0)
		return err_set(e,
		    "%s can be read by others, so it is no secret "
		    "key: give it mode 0600",
		    path);
	if (!file_read(path, DIGITS + 1, &text, NULL, e))
		return false;
	const bool ok = parse(text, key);
	free(text);
	return ok || err_set(e, "%s holds no key of %d hexadecimal digits",
			 path, DIGITS);
}
