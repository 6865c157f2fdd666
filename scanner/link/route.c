#include "scanner/link/route.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 8192, TRIES = 30, TRY_MS = 100 };

/* A MAC that can be sent to. */
enum {
	KNOWN = NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | NUD_STALE |
		NUD_DELAY | NUD_PROBE
};

static size_t
size_of(const struct addr *a)
{
	return a->is_v6 ? 16 : 4;
}

/* Sends one request and feeds its reply, or nothing where only the kernel's
 * consent comes, to on_message. False: errno says why. */
static bool
ask_family(
    int family, struct nlmsghdr *request, mnl_cb_t on_message, void *context)
{
	char buffer[BUFFER_BYTES];
	struct mnl_socket *s = mnl_socket_open2(family, SOCK_CLOEXEC);
	ssize_t n = -1;
	int result = MNL_CB_ERROR;
	if (s == NULL)
		return false;
	if (mnl_socket_bind(s, 0, MNL_SOCKET_AUTOPID) == 0 &&
	    mnl_socket_sendto(s, request, request->nlmsg_len) >= 0)
		n = mnl_socket_recvfrom(s, buffer, sizeof buffer);
	if (n >= 0)
		result = mnl_cb_run(buffer, (size_t)n, 0,
		    mnl_socket_get_portid(s), on_message, context);
	const int saved = errno;
	mnl_socket_close(s);
	errno = saved;
	return result != MNL_CB_ERROR;
}

static bool
ask(struct nlmsghdr *request, mnl_cb_t on_message, void *context)
{
	return ask_family(NETLINK_ROUTE, request, on_message, context);
}

struct found_route {
	struct route *route;
	bool leads_to_hosts;
};

static int
read_route_attribute(const struct nlattr *attribute, void *context)
{
	struct route *route = context;
	const void *payload = mnl_attr_get_payload(attribute);
	const size_t n = mnl_attr_get_payload_len(attribute);
	const size_t size = size_of(&route->source);
	switch (mnl_attr_get_type(attribute)) {
	case RTA_OIF:
		route->interface = (int)mnl_attr_get_u32(attribute);
		break;
	case RTA_GATEWAY:
		route->has_gateway = n >= size;
		memcpy(route->gateway.bytes, payload, n < size ? n : size);
		break;
	case RTA_PREFSRC:
		memcpy(route->source.bytes, payload, n < size ? n : size);
		break;
	default:
		break;
	}
	return MNL_CB_OK;
}

static int
read_route(const struct nlmsghdr *message, void *context)
{
	struct found_route *found = context;
	const struct rtmsg *m = mnl_nlmsg_get_payload(message);
	found->leads_to_hosts = m->rtm_type == RTN_UNICAST;
	mnl_attr_parse(message, sizeof *m, read_route_attribute, found->route);
	return MNL_CB_STOP;
}

bool
route_find(
    const struct addr *to, int interface, struct route *out, struct err *e)
{
	char buffer[BUFFER_BYTES], text[ADDR_TEXT_MAX];
	struct found_route found = {.route = out};
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	request->nlmsg_type = RTM_GETROUTE;
	request->nlmsg_flags = NLM_F_REQUEST;
	struct rtmsg *m = mnl_nlmsg_put_extra_header(request, sizeof *m);
	m->rtm_family = to->is_v6 ? AF_INET6 : AF_INET;
	m->rtm_dst_len = (unsigned char)(8 * size_of(to));
	mnl_attr_put(request, RTA_DST, size_of(to), to->bytes);
	if (interface != 0)
		mnl_attr_put_u32(request, RTA_OIF, (uint32_t)interface);
	*out = (struct route){
	    .gateway.is_v6 = to->is_v6, .source.is_v6 = to->is_v6};
	addr_format(to, text);
	if (!ask(request, read_route, &found))
		return err_errno(e, "there is no route to %s", text);
	return found.leads_to_hosts ||
	       err_set(e, "the route to %s leads to no other host", text);
}

struct found_neighbour {
	uint8_t *mac;
	bool is_known;
};

static int
read_neighbour_attribute(const struct nlattr *attribute, void *context)
{
	struct found_neighbour *found = context;
	if (mnl_attr_get_type(attribute) == NDA_LLADDR &&
	    mnl_attr_get_payload_len(attribute) == ROUTE_MAC_BYTES)
		memcpy(found->mac, mnl_attr_get_payload(attribute),
		    ROUTE_MAC_BYTES);
	else if (mnl_attr_get_type(attribute) == NDA_LLADDR)
		found->is_known = false;
	return MNL_CB_OK;
}

static int
read_neighbour(const struct nlmsghdr *message, void *context)
{
	struct found_neighbour *found = context;
	const struct ndmsg *m = mnl_nlmsg_get_payload(message);
	found->is_known = (m->ndm_state & KNOWN) != 0;
	mnl_attr_parse(message, sizeof *m, read_neighbour_attribute, found);
	return MNL_CB_STOP;
}

static struct nlmsghdr *
neighbour_request(char *buffer, const struct addr *a, int interface,
    uint16_t type, uint16_t flags)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	request->nlmsg_type = type;
	request->nlmsg_flags = NLM_F_REQUEST | flags;
	struct ndmsg *m = mnl_nlmsg_put_extra_header(request, sizeof *m);
	m->ndm_family = a->is_v6 ? AF_INET6 : AF_INET;
	m->ndm_ifindex = interface;
	m->ndm_flags = type == RTM_NEWNEIGH ? NTF_USE : 0;
	mnl_attr_put(request, NDA_DST, size_of(a), a->bytes);
	return request;
}

/* What a request brings that wants no reply but consent. */
static int
pass_over(const struct nlmsghdr *message, void *context)
{
	(void)message;
	(void)context;
	return MNL_CB_STOP;
}

bool
route_neighbour(const struct addr *a, int interface,
    uint8_t mac[static ROUTE_MAC_BYTES], struct err *e)
{
	const struct timespec pause = {.tv_nsec = TRY_MS * 1000000};
	char buffer[BUFFER_BYTES], text[ADDR_TEXT_MAX];
	struct found_neighbour found = {.mac = mac};
	for (int i = 0; i < TRIES; i++) {
		if (ask(neighbour_request(
			    buffer, a, interface, RTM_GETNEIGH, 0),
			read_neighbour, &found) &&
		    found.is_known)
			return true;
		/* The kernel asks it, as for a packet of its own. */
		if (!ask(neighbour_request(buffer, a, interface, RTM_NEWNEIGH,
			     NLM_F_CREATE | NLM_F_ACK),
			pass_over, NULL))
			break;
		nanosleep(&pause, NULL);
	}
	addr_format(a, text);
	return err_set(e,
	    "the router %s does not say its MAC; gateway_mac in the "
	    "configuration can",
	    text);
}

/* Asks for one property of an interface by its name. */
static bool
ask_about(struct ifreq *request, unsigned long what, struct err *e)
{
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	const bool ok = fd >= 0 && ioctl(fd, what, request) == 0;
	if (fd >= 0)
		close(fd);
	return ok || err_errno(e, "cannot look at %s", request->ifr_name);
}

bool
route_interface(int interface, char name[static IF_NAMESIZE],
    uint8_t mac[static ROUTE_MAC_BYTES], unsigned *mtu, struct err *e)
{
	struct ifreq request = {0};
	if (if_indextoname((unsigned)interface, request.ifr_name) == NULL)
		return err_errno(e, "there is no interface %d", interface);
	memcpy(name, request.ifr_name, IF_NAMESIZE);
	if (!ask_about(&request, SIOCGIFHWADDR, e))
		return false;
	if (request.ifr_hwaddr.sa_family != ARPHRD_ETHER)
		return err_set(e, "the interface %s is not Ethernet", name);
	memcpy(mac, request.ifr_hwaddr.sa_data, ROUTE_MAC_BYTES);
	if (!ask_about(&request, SIOCGIFMTU, e))
		return false;
	*mtu = (unsigned)request.ifr_mtu;
	return true;
}

/* Of the generic netlink family "netdev", newer than Debian 12's headers. */
enum {
	NETDEV_GET = 1,
	NETDEV_IFINDEX = 1,
	NETDEV_XDP_FEATURES = 3,
	NETDEV_TAKES_FRAMES = 4 /* NETDEV_XDP_ACT_NDO_XMIT */
};

static struct nlmsghdr *
generic_request(char *buffer, uint16_t family, uint8_t command)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	request->nlmsg_type = family;
	request->nlmsg_flags = NLM_F_REQUEST;
	struct genlmsghdr *head =
	    mnl_nlmsg_put_extra_header(request, sizeof *head);
	head->cmd = command;
	head->version = 1;
	return request;
}

static int
read_family_attribute(const struct nlattr *attribute, void *context)
{
	if (mnl_attr_get_type(attribute) == CTRL_ATTR_FAMILY_ID)
		*(uint16_t *)context = mnl_attr_get_u16(attribute);
	return MNL_CB_OK;
}

static int
read_family(const struct nlmsghdr *message, void *context)
{
	mnl_attr_parse(
	    message, sizeof(struct genlmsghdr), read_family_attribute, context);
	return MNL_CB_STOP;
}

static int
read_feature_attribute(const struct nlattr *attribute, void *context)
{
	if (mnl_attr_get_type(attribute) == NETDEV_XDP_FEATURES)
		*(bool *)context =
		    (mnl_attr_get_u64(attribute) & NETDEV_TAKES_FRAMES) != 0;
	return MNL_CB_OK;
}

static int
read_features(const struct nlmsghdr *message, void *context)
{
	mnl_attr_parse(message, sizeof(struct genlmsghdr),
	    read_feature_attribute, context);
	return MNL_CB_STOP;
}

bool
route_takes_xdp_frames(int interface)
{
	char buffer[BUFFER_BYTES];
	uint16_t family = 0;
	bool takes = true;
	struct nlmsghdr *request =
	    generic_request(buffer, GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	mnl_attr_put_strz(request, CTRL_ATTR_FAMILY_NAME, "netdev");
	if (!ask_family(NETLINK_GENERIC, request, read_family, &family))
		return true;
	request = generic_request(buffer, family, NETDEV_GET);
	mnl_attr_put_u32(request, NETDEV_IFINDEX, (uint32_t)interface);
	return !ask_family(NETLINK_GENERIC, request, read_features, &takes) ||
	       takes;
}
