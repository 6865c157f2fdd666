#include "tests/simnet/faults.h"

static const char *const names6[N_FAULTS6] = {
    [FAULT6_NONE] = "",
    [FAULT6_ERROR_1] = "error-1",
    [FAULT6_ERROR_2] = "error-2",
    [FAULT6_ERROR_3] = "error-3",
    [FAULT6_ERROR_4] = "error-4",
    [FAULT6_ERROR_5] = "error-5",
    [FAULT6_ERROR_6] = "error-6",
    [FAULT6_ERROR_7] = "error-7",
    [FAULT6_ERROR_PADDED] = "error-padded",
    [FAULT6_ERROR_AND_DATA] = "error-and-data",
    [FAULT6_EMPTY] = "empty",
    [FAULT6_TRUNCATED] = "truncated",
    [FAULT6_GARBAGE] = "garbage",
    [FAULT6_TIME_REPLY] = "time-reply",
    [FAULT6_ECHO] = "echo",
    [FAULT6_COUNT_TOO_BIG] = "count-too-big",
    [FAULT6_MAC_TAIL] = "mac-tail",
    [FAULT6_ZERO_TAIL] = "zero-tail",
    [FAULT6_MORE_FOREVER] = "more-forever",
    [FAULT6_GAP] = "gap",
    [FAULT6_DOUBLED] = "doubled",
    [FAULT6_OVERLAP] = "overlap",
    [FAULT6_REORDERED] = "reordered",
    [FAULT6_WRONG_SEQUENCE] = "wrong-sequence",
    [FAULT6_WRONG_OPCODE] = "wrong-opcode",
    [FAULT6_WRONG_VERSION] = "wrong-version",
    [FAULT6_WRONG_ASSOCIATION] = "wrong-association",
    [FAULT6_BARE_COMMAS] = "bare-commas",
    [FAULT6_BARE_NAMES] = "bare-names",
    [FAULT6_ODD_BYTES] = "odd-bytes",
    [FAULT6_OPEN_QUOTE] = "open-quote",
    [FAULT6_LONG_NAME] = "long-name",
    [FAULT6_LONG_VALUE] = "long-value",
    [FAULT6_MARKUP] = "markup",
    [FAULT6_FORMULA] = "formula",
    [FAULT6_WORD_NUMBERS] = "word-numbers",
    [FAULT6_TWO_REPLIES] = "two-replies",
    [FAULT6_REPEATS] = "repeats",
    [FAULT6_OTHER_ADDRESS] = "other-address",
    [FAULT6_OTHER_PORT] = "other-port",
    [FAULT6_LATE] = "late",
};

static const char *const names7[N_FAULTS7] = {
    [FAULT7_NONE] = "",
    [FAULT7_MEGA] = "mega",
    [FAULT7_LOSES] = "loses",
    [FAULT7_REORDERED] = "reordered",
    [FAULT7_DOUBLED] = "doubled",
    [FAULT7_TWO_LAST] = "two-last",
    [FAULT7_OVERRUN] = "overrun",
    [FAULT7_WRAP] = "wrap",
    [FAULT7_NO_ITEMS] = "no-items",
    [FAULT7_PADDED] = "padded",
    [FAULT7_WRONG_REQUEST] = "wrong-request",
    [FAULT7_WRONG_FORM] = "wrong-form",
    [FAULT7_GARBAGE] = "garbage",
    [FAULT7_ECHO] = "echo",
    [FAULT7_OTHER_ADDRESS] = "other-address",
    [FAULT7_LATE] = "late",
};

const char *
fault6_name(enum fault6 fault)
{
	return names6[fault];
}

const char *
fault7_name(enum fault7 fault)
{
	return names7[fault];
}
