/* The configuration file of all programs. */
#ifndef LIB_CONFIG_H
#define LIB_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

/* Every setting, after defaults. Texts are never NULL; "" is not set. Paths
 * that are not absolute are relative to the configuration file's folder. */
struct config {
	struct {
		char *name;    /* who runs this census */
		char *contact; /* mail address of a group; without it no scan */
		char *website; /* where the scan is explained */
	} operator;
	struct {
		uint32_t quiet_ms;   /* a host silent this long has finished */
		uint32_t timeout_ms; /* answers later than this do not count */
		uint32_t ports; /* source ports per probe, a power of two */
		/* A run stops by itself if for so long so many of 100 probes
		 * brought an ICMP error, or so few of 100 expected answers
		 * came; 0: never. */
		uint32_t stop_window_s;
		uint32_t stop_unreachable_percent;
		uint32_t stop_hits_percent;
		/* Source addresses, with commas between them; "": the kernel's
		 * choice. */
		char *source_ipv4;
		char *source_ipv6;
		char *gateway_mac; /* of the router; "": asked for */
		uint32_t vlan;     /* that frames are tagged with; 0: none */
	} scan;
	struct {
		char *city_ipv4; /* MMDB: country, region, city */
		char *city_ipv6; /* may be the same file */
		char *asn_ipv4;  /* MMDB: ASN and organisation */
		char *asn_ipv6;
		char *attribution; /* Markdown: what the licences want said */
	} databases;
	struct {
		char *resolvers; /* "192.0.2.1,[2001:db8::1]:5353"; "": no names
				    are asked for */
		uint32_t per_second; /* questions */
		uint32_t in_flight;  /* at once, up to 10,000 */
		uint32_t timeout_ms; /* of one question */
		uint32_t tries;      /* of one that nobody answers */
		uint32_t cache_days; /* so long an answer holds */
	} names;
	struct {
		char *rows; /* clickhouse://user@host:port/database, where the
			       rows are counted; "": in the files */
		char *password_file; /* for nobody's eyes but the owner's */
		char *authorities;   /* PEM: CAs that vouch for that host */
	} archive;
	struct {
		char *title;     /* the site's name */
		char *base_url;  /* where it is published, ending in "/"; may be
				    "" */
		char *countries; /* iso-codes: iso_3166-1.json */
		char *regions;   /* alpha-3 TAB region TAB subregion lines */
		char *font;      /* TrueType file for PNG charts */
		char *denominators; /* country,asn,addresses lines; "": no
				       rates */
		char *events; /* date,until,scan,event,text lines; "": none */
	} site;
	struct {
		char *server; /* smtp:// or smtps://; "": no mail is sent */
		char *tls;    /* "required" or "never", for smtp:// */
		char *user;
		char *password_file; /* for nobody's eyes but the owner's */
		char *authorities;   /* PEM: CAs that vouch for that host */
		char *from;          /* mail address that reports come from */
		char *links; /* what a report's id is put behind; "": reports
				are attached or not sent */
		uint32_t attach_kb; /* a packed report up to here is attached */
		uint32_t retry_s;   /* the first pause before another try */
		uint32_t idle_s;    /* how long the server may be silent */
	} mail;
	struct {
		char *bootstrap;   /* a URL or a folder: IANA's files */
		char *cache;       /* a folder of answers; "": none are kept */
		char *authorities; /* PEM: CAs that vouch for the servers */
		uint32_t cache_days; /* an answer is good for so long */
		uint32_t gap_ms;     /* between two requests to one server */
	} rdap;
	struct {
		char *resolvers; /* "192.0.2.1, [2001:db8::1]:53", each of which
				    must see a record; "": the system's */
	} proof;
};

/* Reads the file; a NULL path means /etc/ntpcensus/ntpcensus.conf if it is
 * there, else the defaults alone. An unknown key, a wrong type or a value out
 * of range fails, and e names file and line. The caller calls config_done. */
bool config_read(struct config *c, const char *path, struct err *e)
    __attribute__((warn_unused_result));
void config_done(struct config *c);

#endif
