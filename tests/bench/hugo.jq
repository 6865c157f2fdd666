# What is known of a network becomes the front matter of its page in Hugo.
{
	layout: "numbers",
	title: ("Open NTP servers in AS" + .key),
	description: ("NTP servers in AS" + .key +
		" that answer Mode 6 and Mode 7 queries from anyone: counts, rank, trend and countries."),
	key: ("AS" + .key),
	scans: [.scans | to_entries[] |
		{id: .key, name: .key, hosts: .value.hosts}]
}
