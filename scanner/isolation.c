/* The namespaces, ours and the peers', must be a closed world: every interface
 * in any of them is lo, or a veth end whose other end lies in another of them.
 *
 *     our namespace                 a peer
 *     lo                            lo
 *     veth a  ── id of the peer ──► veth b
 *             ◄── id of ours ──────
 *
 * The kernel tells of each veth end an id for the namespace that holds the
 * other end. Ids are relative to the namespace that asks: so we enter each of
 * them, ask for its ids of all the others, and compare. */
#include "scanner/isolation.h"

#include <errno.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PEERS = 16, NO_ID = -1, BUFFER_BYTES = 32768 };

/* What is known of one interface. */
struct interface {
	char name[IF_NAMESIZE];
	bool is_loopback;
	bool is_veth;
	int32_t peer_id; /* of its other end's namespace; NO_ID: our own */
};

/* Looks at the interfaces of one namespace and keeps the first that leads to
 * none of the allowed ids. */
struct look {
	const int32_t *allowed;
	size_t n_allowed;
	bool found;
	char found_name[IF_NAMESIZE];
};

static int
read_kind(const struct nlattr *attribute, void *context)
{
	struct interface *i = context;
	if (mnl_attr_get_type(attribute) == IFLA_INFO_KIND)
		i->is_veth = strncmp(mnl_attr_get_str(attribute), "veth",
				 mnl_attr_get_payload_len(attribute)) == 0;
	return MNL_CB_OK;
}

static int
read_attribute(const struct nlattr *attribute, void *context)
{
	struct interface *i = context;
	switch (mnl_attr_get_type(attribute)) {
	case IFLA_IFNAME:
		snprintf(
		    i->name, sizeof i->name, "%s", mnl_attr_get_str(attribute));
		break;
	case IFLA_LINK_NETNSID:
		i->peer_id = (int32_t)mnl_attr_get_u32(attribute);
		break;
	case IFLA_LINKINFO:
		mnl_attr_parse_nested(attribute, read_kind, i);
		break;
	default:
		break;
	}
	return MNL_CB_OK;
}

static bool
is_allowed(const struct look *look, const struct interface *i)
{
	if (i->is_loopback)
		return true;
	for (size_t k = 0; i->is_veth && k < look->n_allowed; k++)
		if (i->peer_id != NO_ID && i->peer_id == look->allowed[k])
			return true;
	return false;
}

static int
read_interface(const struct nlmsghdr *message, void *context)
{
	struct look *look = context;
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(message);
	struct interface i = {.peer_id = NO_ID};
	i.is_loopback = (info->ifi_flags & IFF_LOOPBACK) != 0;
	mnl_attr_parse(message, sizeof *info, read_attribute, &i);
	if (!look->found && !is_allowed(look, &i)) {
		look->found = true;
		memcpy(look->found_name, i.name, sizeof i.name);
	}
	return MNL_CB_OK;
}

/* Sends a request and feeds every reply to on_message. False: errno says why.
 */
static bool
ask(struct mnl_socket *s, struct nlmsghdr *request, mnl_cb_t on_message,
    void *context)
{
	char buffer[BUFFER_BYTES];
	const unsigned sequence = (unsigned)time(NULL);
	request->nlmsg_seq = sequence;
	if (mnl_socket_sendto(s, request, request->nlmsg_len) < 0)
		return false;
	int more = MNL_CB_OK;
	while (more == MNL_CB_OK) {
		const ssize_t n = mnl_socket_recvfrom(s, buffer, sizeof buffer);
		if (n < 0)
			return false;
		more = mnl_cb_run(buffer, (size_t)n, sequence,
		    mnl_socket_get_portid(s), on_message, context);
	}
	return more != MNL_CB_ERROR;
}

static struct mnl_socket *
open_socket(void)
{
	struct mnl_socket *s = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	if (s != NULL && mnl_socket_bind(s, 0, MNL_SOCKET_AUTOPID) < 0) {
		mnl_socket_close(s);
		return NULL;
	}
	return s;
}

/* Looks at every interface of the namespace that s was opened in. */
static bool
look_around(struct mnl_socket *s, struct look *look)
{
	char buffer[BUFFER_BYTES];
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	request->nlmsg_type = RTM_GETLINK;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	struct ifinfomsg *info =
	    mnl_nlmsg_put_extra_header(request, sizeof *info);
	info->ifi_family = AF_UNSPEC;
	return ask(s, request, read_interface, look);
}

static int
read_id_attribute(const struct nlattr *attribute, void *context)
{
	if (mnl_attr_get_type(attribute) == NETNSA_NSID)
		*(int32_t *)context = (int32_t)mnl_attr_get_u32(attribute);
	return MNL_CB_OK;
}

static int
read_id(const struct nlmsghdr *message, void *context)
{
	mnl_attr_parse(
	    message, sizeof(struct rtgenmsg), read_id_attribute, context);
	return MNL_CB_STOP;
}

/* The id that the socket's namespace has for the one that `fd` stands for;
 * NO_ID if it has none, as no link leads there. */
static bool
namespace_id(struct mnl_socket *s, int fd, int32_t *id)
{
	char buffer[BUFFER_BYTES];
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	request->nlmsg_type = RTM_GETNSID;
	request->nlmsg_flags = NLM_F_REQUEST;
	struct rtgenmsg *family =
	    mnl_nlmsg_put_extra_header(request, sizeof *family);
	family->rtgen_family = AF_UNSPEC;
	mnl_attr_put_u32(request, NETNSA_FD, (uint32_t)fd);
	*id = NO_ID;
	return ask(s, request, read_id, id);
}

/* The namespaces that must be a closed world; the first is ours. */
struct world {
	struct {
		const char *path;
		int fd;
	} members[1 + MAX_PEERS];
	size_t n;
};

/* A socket that lives in the namespace of `fd`; ours is entered again. */
static struct mnl_socket *
open_socket_in(int fd, int ours)
{
	if (setns(fd, CLONE_NEWNET) != 0)
		return NULL;
	struct mnl_socket *s = open_socket();
	const int saved = errno;
	if (setns(ours, CLONE_NEWNET) != 0) {
		perror("cannot return to the own network namespace");
		_exit(1);
	}
	errno = saved;
	return s;
}

/* Looks at the interfaces of member `at`, through a socket in it. */
static bool
look_from(const struct world *w, size_t at, struct mnl_socket *s, struct err *e)
{
	int32_t ids[1 + MAX_PEERS];
	struct look look = {.allowed = ids};
	for (size_t i = 0; i < w->n; i++)
		if (i != at &&
		    !namespace_id(s, w->members[i].fd, &ids[look.n_allowed++]))
			return err_errno(e,
			    "cannot find the id of the "
			    "network namespace %s",
			    w->members[i].path);
	if (!look_around(s, &look))
		return err_errno(e, "cannot look at the interfaces of %s",
		    w->members[at].path);
	return !look.found ||
	       err_set(e,
		   "not isolated: the interface %s of the network "
		   "namespace %s is neither lo nor a veth end that leads "
		   "to another of the given ones; nothing is sent",
		   look.found_name, w->members[at].path);
}

static bool
check_member(const struct world *w, size_t at, struct err *e)
{
	/* Ours is not entered, so that without peers no right is needed. */
	struct mnl_socket *s =
	    at == 0 ? open_socket()
		    : open_socket_in(w->members[at].fd, w->members[0].fd);
	if (s == NULL)
		return err_errno(e, "cannot enter the network namespace %s",
		    w->members[at].path);
	const bool ok = look_from(w, at, s, e);
	mnl_socket_close(s);
	return ok;
}

static bool
add_member(struct world *w, const char *path, struct err *e)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(
		    e, "cannot open the network namespace %s", path);
	w->members[w->n].path = path;
	w->members[w->n++].fd = fd;
	return true;
}

bool
isolation_check(const char *const *peers, size_t n_peers, struct err *e)
{
	struct world w = {.n = 0};
	if (n_peers > MAX_PEERS)
		return err_set(
		    e, "--isolated takes at most %d peers", MAX_PEERS);
	bool ok = add_member(&w, "/proc/self/ns/net", e);
	for (size_t i = 0; ok && i < n_peers; i++)
		ok = add_member(&w, peers[i], e);
	for (size_t i = 0; ok && i < w.n; i++)
		ok = check_member(&w, i, e);
	for (size_t i = 0; i < w.n; i++)
		close(w.members[i].fd);
	return ok;
}
