/* Answers as real servers sent them in a closed network, byte for byte but for
 * the name of the kernel. An array's last NUL is no part of its packet. */
#ifndef TESTS_UNIT_RECORDED_H
#define TESTS_UNIT_RECORDED_H

/* clang-format off: the lines of the answers are the lines here */

/* ntpd 4.1.0: one packet, 349 bytes of text and 3 of padding. */
static const char ntpd_4_1_0[] =
    "\026\202\000\001\006t\000\000\000\000\001]"
    "version=\"ntpd 4.1.0 Sun Nov 22 21:08:13 UTC 2026 (1)\",\r\n"
    "processor=\"x86_64\", system=\"Linux6.1.0-128-amd64\", leap=0,"
    " stratum=2,\r\n"
    "precision=-15, rootdelay=0.062, rootdispersion=4.965, peer=237"
    "00,\r\n"
    "refid=198.18.0.1, reftime=0xeeade4d7.18690de0, poll=4,\r\n"
    "clock=0xeeade4f8.24348f53, state=3, offset=0.012, frequency=0."
    "000,\r\n"
    "jitter=0.038, stability=0.000\r\n"
    "\000\000\000";

/* ntpd 4.2.4: one packet, no padding. */
static const char ntpd_4_2_4[] =
    "\026\202\000\001\006D\000\000\000\000\001x"
    "version=\"ntpd 4.2.4p4-RC@1.1520 Sun Nov 22 21:32:17 UTC 2026 "
    "(1)\",\r\n"
    "processor=\"x86_64\", system=\"Linux/6.1.0-128-amd64\", leap=0"
    ", stratum=2,\r\n"
    "precision=-22, rootdelay=0.050, rootdispersion=204.407, peer=6"
    "912,\r\n"
    "refid=198.18.0.1, reftime=0xeeade1d6.555e8ccf, poll=4,\r\n"
    "clock=0xeeade1ff.5b5bb552, state=4, offset=0.019, frequency=0."
    "000,\r\n"
    "jitter=0.010, noise=0.007, stability=0.000\r\n";

/* ntpd 4.2.6 with variables of its operator, in three fragments. */
static const char ntpd_4_2_6_first[] =
    "\326\242\000\001\305\021\000\000\000\000\001\312"
    "version=\"ntpd 4.2.6p5-RCXX@1.2349 Sun Nov 22 21:06:18 UTC 202"
    "6 (1)\",\r\n"
    "processor=\"x86_64\", system=\"Linux/6.1.0-128-amd64\", leap=3"
    ", stratum=6,\r\n"
    "precision=-22, rootdelay=0.000, rootdisp=7947.575, refid=127.1"
    "27.1.0,\r\n"
    "reftime=0xeeade06f.57d44e44, clock=0xeeade074.72d23cbd, peer=3"
    "2518,\r\n"
    "tc=6, mintc=3, offset=0.000, frequency=0.000, sys_jitter=0.000"
    ",\r\n"
    "clk_jitter=0.000, clk_wander=0.000, plain=abc,\r\n"
    "quoted=value, with commas and spaces, hash=semi;colon=equals,"
    "\r\n"
    "\000\000";

/* The second. */
static const char ntpd_4_2_6_second[] =
    "\326\242\000\001\305\021\000\000\001\312\001>"
    "long1=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,\r\n"
    "long2=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,\r\n"
    "\000\000";

/* The last. */
static const char ntpd_4_2_6_last[] =
    "\326\202\000\001\305\021\000\000\003\010\001P"
    "long3=cccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
    "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
    "cccccccccccccccccccccccccccccccccccc,\r\n"
    "long4=dddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
    "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
    "dddddddddddddddddddddddddddddddddddd,\r\n"
    "tail=end\r\n";

/* ntpsec 1.2.2: other order, version late, a lone byte of padding. */
static const char ntpsec_1_2_2[] =
    "\026\202\000\001\000\024\000\000\000\000\001c"
    "leap=0, stratum=2, precision=-24, rootdelay=0.058, rootdisp=11"
    ".745,\r\n"
    "refid=198.18.0.1, reftime=0xeeade2d8.861512a1, tc=4, peer=1776"
    "7,\r\n"
    "offset=0.027789, frequency=0.000000, sys_jitter=0.000000,\r\n"
    "clk_jitter=0.010227, clock=0xeeade2de.a2d66133, processor=\"x8"
    "6_64\",\r\n"
    "system=\"Linux/6.1.0-128-amd64\", version=\"ntpd ntpsec-1.2.2"
    "\",\r\n"
    "clk_wander=0.000000, mintc=0\r\n"
    "\000";

/* ntpd 4.2.6 refuses a request of 13 bytes: bad format. */
static const char ntpd_error[] =
    "\326\302\000\001\002\000\000\000\000\000\000\000";

/* clang-format on */

#endif
