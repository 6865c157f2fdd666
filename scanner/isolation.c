/* The kernel tells of each veth end the index of its other end, and an id of
 * the namespace that holds it. Ids are relative to the namespace that asks; so
 * we give the peer an id of ours, ask it for one of its own for us, and
 * compare:
 *
 *     our namespace                 a peer
 *     lo                            lo
 *     veth a  ── id of the peer ──► veth b
 *             ◄── id of ours ──────
 *
 * Everything that is no lo and no such veth end counts as a way out. */
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

/* Looks at a peer: nothing but lo and veth ends that lead back to `ours`. */
static bool
check_peer(const char *path, int fd, int ours, struct err *e)
{
	int32_t our_id;
	struct look look = {.allowed = &our_id, .n_allowed = 1};
	struct mnl_socket *s = open_socket_in(fd, ours);
	if (s == NULL)
		return err_errno(
		    e, "cannot enter the network namespace %s", path);
	const bool asked =
	    namespace_id(s, ours, &our_id) && look_around(s, &look);
	if (!asked)
		err_errno(e, "cannot look at the interfaces of %s", path);
	mnl_socket_close(s);
	if (asked && look.found)
		return err_set(e,
		    "not isolated: the peer namespace %s has the "
		    "interface %s, which does not lead back here",
		    path, look.found_name);
	return asked;
}

/* Checks every peer and collects the ids that we have for them. */
static bool
check_peers(struct mnl_socket *s, const char *const *peers, size_t n, int ours,
    int32_t *ids, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const int fd = open(peers[i], O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return err_errno(e,
			    "cannot open the network namespace %s", peers[i]);
		bool ok = check_peer(peers[i], fd, ours, e);
		if (ok && !namespace_id(s, fd, &ids[i]))
			ok = err_errno(e, "cannot find the id of %s", peers[i]);
		close(fd);
		if (!ok)
			return false;
	}
	return true;
}

static bool
check_all(struct mnl_socket *s, int ours, const char *const *peers, size_t n,
    struct err *e)
{
	int32_t ids[MAX_PEERS];
	struct look look = {.allowed = ids, .n_allowed = n};
	if (!check_peers(s, peers, n, ours, ids, e))
		return false;
	if (!look_around(s, &look))
		return err_errno(e, "cannot look at the network interfaces");
	return !look.found ||
	       err_set(e,
		   "not isolated: the interface %s is neither lo nor a "
		   "veth end that leads to a given peer; nothing is sent",
		   look.found_name);
}

bool
isolation_check(const char *const *peers, size_t n_peers, struct err *e)
{
	if (n_peers > MAX_PEERS)
		return err_set(
		    e, "--isolated takes at most %d peers", MAX_PEERS);
	const int ours = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (ours < 0)
		return err_errno(e, "cannot open the own network namespace");
	struct mnl_socket *s = open_socket();
	const bool ok = s != NULL
			    ? check_all(s, ours, peers, n_peers, e)
			    : err_errno(e, "cannot open a netlink socket");
	if (s != NULL)
		mnl_socket_close(s);
	close(ours);
	return ok;
}
