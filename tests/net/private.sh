# shellcheck shell=bash
# Sourced first by a net test: starts it again in namespaces of its own (network,
# mounts, processes; of users too if not root), where nothing but lo exists, and
# makes a scratch folder, $SCRATCH. What it starts dies with it, and names that
# it gives to network namespaces are its own.

if [ "${NTPCENSUS_PRIVATE:-}" != yes ]; then
	as_root=()
	test "$(id -u)" -eq 0 || as_root=(--map-root-user)
	if ! why=$(unshare "${as_root[@]}" --net --mount --pid --fork true 2>&1); then
		echo "no namespaces: $why"
		exit 77
	fi
	SCRATCH=$(mktemp -d)
	trap 'rm -rf "$SCRATCH"' EXIT
	export SCRATCH NTPCENSUS_PRIVATE=yes
	status=0
	unshare "${as_root[@]}" --net --mount --pid --fork --kill-child \
	    --mount-proc "$0" "$@" || status=$?
	exit $status
fi

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
BUILD=$(realpath "${BUILD:-build}")
mount -t tmpfs tmpfs /run
ip link set lo up

# die WORD...: the test has failed, and why.
die() {
	echo "$*"
	exit 1
}
