# shellcheck shell=bash
# Sourced by net tests: starts Debian's clickhouse-server, unpacked in
# build/clickhouse, as a process of the test's own. It listens on loopback alone
# and keeps all that it writes in a folder that it is given.

clickhouse=$PWD/build/clickhouse
clickhouse_libraries=$(find "$clickhouse" -type d -path "*/lib/$(uname -m)-linux-gnu" \
    -printf '%p:')

# clickhouse_configure FOLDER PORT: makes FOLDER/config.xml for a server that
# takes requests over HTTP on PORT, over HTTPS on PORT + 1 (with the certificate
# in FOLDER, if one is there) and of other servers on PORT + 2. It knows the user
# "census" with the password "a secret", and one who may only read, "reader".
# With $CLICKHOUSE_NODES, a list of PORTs, these are one cluster, "census".
clickhouse_configure() {
	mkdir -p "$1"
	cat >"$1/config.xml" <<-END
		<yandex>
			<logger>
				<level>warning</level>
				<console>1</console>
			</logger>
			<listen_host>127.0.0.1</listen_host>
			<http_port>$2</http_port>
			$(test ! -e "$1/server.pem" || clickhouse_tls "$1" $(($2 + 1)))
			<tcp_port>$(($2 + 2))</tcp_port>
			<path>$1/data/</path>
			<tmp_path>$1/tmp/</tmp_path>
			<users_config>$1/users.xml</users_config>
			<default_profile>default</default_profile>
			<default_database>default</default_database>
			<mark_cache_size>67108864</mark_cache_size>
			<max_concurrent_queries>50</max_concurrent_queries>
			<keep_alive_timeout>3</keep_alive_timeout>
			<timezone>UTC</timezone>
			<remote_servers><census>
				$(clickhouse_nodes "$2")
			</census></remote_servers>
		</yandex>
	END
	cat >"$1/users.xml" <<-END
		<yandex>
			<profiles>
				<default><max_memory_usage>2000000000</max_memory_usage></default>
				<readonly><readonly>2</readonly></readonly>
			</profiles>
			<quotas><default/></quotas>
			<users>
				$(clickhouse_user census default)
				$(clickhouse_user reader readonly)
			</users>
		</yandex>
	END
}

clickhouse_tls() {
	cat <<-END
		<https_port>$2</https_port>
		<openSSL><server>
			<certificateFile>$1/server.pem</certificateFile>
			<privateKeyFile>$1/server.key</privateKeyFile>
			<verificationMode>none</verificationMode>
			<loadDefaultCAFile>false</loadDefaultCAFile>
		</server></openSSL>
	END
}

clickhouse_nodes() {
	local port
	for port in ${CLICKHOUSE_NODES:-$1}; do
		cat <<-END
			<shard><replica>
				<host>127.0.0.1</host><port>$((port + 2))</port>
				<user>census</user><password>a secret</password>
			</replica></shard>
		END
	done
}

clickhouse_user() {
	cat <<-END
		<$1>
			<password>a secret</password>
			<networks><ip>127.0.0.1</ip></networks>
			<profile>$2</profile>
			<quota>default</quota>
		</$1>
	END
}

# clickhouse_certificate FOLDER: makes a certificate of 127.0.0.1, signed by
# nobody but itself: who trusts FOLDER/server.pem trusts that server.
clickhouse_certificate() {
	mkdir -p "$1"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
	    -addext subjectAltName=IP:127.0.0.1 \
	    -keyout "$1/server.key" -out "$1/server.pem" 2>"$1/openssl.log"
}

# clickhouse_ask PORT SQL: what the server on PORT answers.
clickhouse_ask() {
	printf 'POST / HTTP/1.0\r\nX-ClickHouse-User: census\r\nX-ClickHouse-Key: a secret\r\nContent-Length: %d\r\n\r\n%s' \
	    ${#2} "$2" | busybox nc 127.0.0.1 "$1" | sed '1,/^\r$/d'
}

# clickhouse_start FOLDER PORT: starts the server that is configured in FOLDER,
# sets CLICKHOUSE_PID, and returns when it answers. It is stopped by
# clickhouse_stop, and dies with the test.
clickhouse_start() {
	local i
	LD_LIBRARY_PATH=$clickhouse_libraries setpriv --pdeathsig KILL \
	    "$clickhouse/clickhouse-server/usr/sbin/clickhouse-server" \
	    --config-file="$1/config.xml" >"$1/log" 2>&1 &
	CLICKHOUSE_PID=$!
	for ((i = 0; i < 300; i++)); do
		kill -0 "$CLICKHOUSE_PID" 2>/dev/null || break
		(: <"/dev/tcp/127.0.0.1/$2") 2>/dev/null && return 0
		sleep 0.1
	done
	echo "no ClickHouse on port $2:"
	cat "$1/log"
	return 1
}

clickhouse_stop() {
	kill "$CLICKHOUSE_PID"
	wait "$CLICKHOUSE_PID" || true
}

# Ends the test where make setup has not been.
clickhouse_is_here() {
	test -d "$clickhouse" && return
	echo "no build/clickhouse: make setup unpacks it"
	exit 77
}
