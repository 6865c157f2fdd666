/* What an NTP message is in a capture: one of our questions, an answer, or
 * something else. */
#ifndef SCANNER_CAPTURE_MESSAGE_H
#define SCANNER_CAPTURE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum message_kind {
	MESSAGE_QUESTION, /* READVAR, MON_GETLIST or MON_GETLIST_1 */
	MESSAGE_ANSWER,   /* a Mode 6 or Mode 7 answer to anything */
	MESSAGE_OTHER
};

struct message {
	enum message_kind kind;
	unsigned probe;    /* whose question or answer: probes[probe] */
	uint16_t sequence; /* Mode 6; 0 where none is */
	uint16_t code;     /* Mode 7: implementation << 8 | request */
	bool is_ours;      /* it is, or answers, a question that a probe asks */
};

/* Reads the head of a UDP payload. A question is one that a server reads as
 * such: Mode 6 opcode 2 for association 0, or Mode 7 request 42 or 20 of any
 * implementation, neither of them an answer, and no shorter than its header.
 * Whether an answer is well formed is the probe's to say. */
void message_read(const uint8_t *bytes, size_t n, struct message *out);

#endif
