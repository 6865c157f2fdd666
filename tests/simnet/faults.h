/* What hosts that are broken on purpose do wrong. */
#ifndef TESTS_SIMNET_FAULTS_H
#define TESTS_SIMNET_FAULTS_H

#include <stdbool.h>

/* In a Mode 6 reply. */
enum fault6 {
	FAULT6_NONE,
	FAULT6_ERROR_1,      /* permission */
	FAULT6_ERROR_2,      /* bad format */
	FAULT6_ERROR_3,      /* bad opcode */
	FAULT6_ERROR_4,      /* bad association */
	FAULT6_ERROR_5,      /* unknown variable */
	FAULT6_ERROR_6,      /* bad value */
	FAULT6_ERROR_7,      /* restricted */
	FAULT6_ERROR_PADDED, /* error 1 with a key id and a digest behind it */
	FAULT6_ERROR_AND_DATA, /* an error packet, then a good one */
	FAULT6_EMPTY,          /* success with no data */
	FAULT6_TRUNCATED,      /* fewer than 12 bytes */
	FAULT6_GARBAGE,        /* random bytes */
	FAULT6_TIME_REPLY,     /* a Mode 4 packet of 48 bytes */
	FAULT6_ECHO,           /* the request sent back */
	FAULT6_COUNT_TOO_BIG,  /* count is more than what is there */
	FAULT6_MAC_TAIL,       /* count is less: a key id and a digest follow */
	FAULT6_ZERO_TAIL,      /* padded to 8 bytes, then a key id of zero */
	FAULT6_MORE_FOREVER, /* the more bit is set in the last fragment too */
	FAULT6_GAP,          /* a middle fragment is never sent */
	FAULT6_DOUBLED,      /* a middle fragment is sent twice */
	FAULT6_OVERLAP,      /* a fragment starts 8 bytes too early */
	FAULT6_REORDERED,    /* the fragments come last to first */
	FAULT6_WRONG_SEQUENCE,
	FAULT6_WRONG_OPCODE,
	FAULT6_WRONG_VERSION, /* version 0, 5, 6 or 7 */
	FAULT6_WRONG_ASSOCIATION,
	FAULT6_BARE_COMMAS,   /* commas and blanks in unquoted values */
	FAULT6_BARE_NAMES,    /* names without a value */
	FAULT6_ODD_BYTES,     /* CR LF, NUL and 0x80…0xff in values */
	FAULT6_OPEN_QUOTE,    /* the last value's quote never ends */
	FAULT6_LONG_NAME,     /* a name of 3 to 30 kB */
	FAULT6_LONG_VALUE,    /* a value of 3 to 60 kB in one datagram */
	FAULT6_MARKUP,        /* a version that is a script element */
	FAULT6_FORMULA,       /* a version that a spreadsheet would run */
	FAULT6_WORD_NUMBERS,  /* words and exponents where numbers belong */
	FAULT6_TWO_REPLIES,   /* everything twice, the second from tomorrow */
	FAULT6_REPEATS,       /* the reply again and again */
	FAULT6_OTHER_ADDRESS, /* answers from its other interface */
	FAULT6_OTHER_PORT,    /* answers from a port that is not 123 */
	FAULT6_LATE,          /* answers when nobody waits any more */
	N_FAULTS6
};

/* In a monlist reply that has items. */
enum fault7 {
	FAULT7_NONE,
	FAULT7_MEGA,      /* sends the whole table again and again */
	FAULT7_LOSES,     /* leaves out 1 to 10 % of its packets */
	FAULT7_REORDERED, /* the packets come last to first */
	FAULT7_DOUBLED,   /* each packet comes twice */
	FAULT7_TWO_LAST,  /* two packets without the more bit */
	FAULT7_OVERRUN,   /* more items announced than fit */
	FAULT7_WRAP,      /* the sequence passes 127 and starts again at 0 */
	FAULT7_NO_ITEMS,  /* success with an empty list */
	FAULT7_PADDED,    /* 10 odd bytes behind the items */
	FAULT7_WRONG_REQUEST, /* answers request 20 */
	FAULT7_WRONG_FORM,    /* implementation 3, but items of 32 bytes */
	FAULT7_GARBAGE,       /* random bytes */
	FAULT7_ECHO,          /* the request sent back */
	FAULT7_OTHER_ADDRESS,
	FAULT7_LATE,
	N_FAULTS7
};

/* Short names for the truth file. */
const char *fault6_name(enum fault6 fault);
const char *fault7_name(enum fault7 fault);

#endif
