#!/bin/sh
# Unpacks npm packages into a folder's node_modules; no script of theirs is run.
#
#   packaging/npm.sh FOLDER PACKAGE@VERSION...
set -eu
home=$1
shift

# npm is to trust whom the machine trusts, and not to try for minutes.
NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt} \
    npm install --prefix "$home" --ignore-scripts --no-save --no-package-lock \
    --no-audit --no-fund --loglevel=error --fetch-retry-mintimeout=2000 \
    --fetch-retry-maxtimeout=10000 "$@" >&2 || {
	echo "setup: the npm registry does not answer, or lacks one of: $*" >&2
	exit 1
}
