# The world's shapes from world-atlas's TopoJSON: one line for each corner,
# country,ring,longitude,latitude, in degrees to one decimal.
#
#   jq -rn -f map.jq --slurpfile codes iso_3166-1.json \
#       --slurpfile world countries-110m.json --slurpfile finer countries-50m.json
#
# A ring that crosses the 180th meridian is cut into one on each side. A country
# that the coarse map lacks is one point in the middle of its largest ring in the
# finer one; so is Antarctica, which surrounds the pole.

def round1: . * 10 | round / 10;

# The corners of an arc: each is given as the step from the one before.
def corners($t): reduce .[] as [$dx, $dy] ({x: 0, y: 0, all: []};
	.x += $dx | .y += $dy |
	.all += [[.x * $t.scale[0] + $t.translate[0], .y * $t.scale[1] + $t.translate[1]]]) | .all;

# The corners of a ring of arcs; one below 0 runs backwards.
def ring($arcs): reduce .[] as $i ([];
	. + ((if $i < 0 then $arcs[-1 - $i] | reverse else $arcs[$i] end))
) | [.[0]] + [range(1; length) as $i | select(.[$i] != .[$i - 1]) | .[$i]];

# No step of more than half the world: longitudes run on beyond 180 degrees.
def unwrap: reduce .[] as [$x, $y] ([];
	if length == 0 then [[$x, $y]]
	else .[-1][0] as $last | . + [[$x - 360 * (($x - $last) / 360 | round), $y]] end);

# What of a ring lies west of a meridian, or east of it for sign -1.
def clip($at; $sign): . as $r | [range(0; length) as $i |
	$r[$i] as $a | $r[($i + 1) % ($r | length)] as $b |
	(($at - $a[0]) * $sign >= 0) as $a_in | (($at - $b[0]) * $sign >= 0) as $b_in |
	(if $a_in then $a else empty end),
	(if $a_in != $b_in
		then [$at, $a[1] + ($b[1] - $a[1]) * ($at - $a[0]) / ($b[0] - $a[0])]
		else empty end)];

def pieces: unwrap as $r | ($r | map(.[0]) | min) as $low | ($r | map(.[0]) | max) as $high |
	if $high > 180.05 then ($r | clip(180; 1)), ($r | clip(180; -1) | map([.[0] - 360, .[1]]))
	elif $low < -180.05 then ($r | clip(-180; -1)), ($r | clip(-180; 1) | map([.[0] + 360, .[1]]))
	else $r end | select(length > 2);

def area: . as $r | [range(0; length) as $i | $r[$i] as [$a, $b] |
	$r[($i + 1) % ($r | length)] as [$c, $d] | $a * $d - $c * $b] | add / 2 | fabs;

def rings($topology): ($topology.arcs | map(corners($topology.transform))) as $arcs |
	if .type == "Polygon" then .arcs[] elif .type == "MultiPolygon" then .arcs[][] else empty end |
	ring($arcs) | pieces;

def middle: [(map(.[0]) | add / length), (map(.[1]) | add / length)];

($codes[0]["3166-1"] | map({(.numeric): .alpha_2}) | add) as $alpha_2 |
# Nobody has given these a number.
{"Kosovo": "XK"} as $others |
def code: $alpha_2[.id // ""] // $others[.properties.name] // "";
[$world[0].objects.countries.geometries[] | select(code != "AQ") |
	{code: code, rings: [rings($world[0])]}] as $shapes |
($shapes | map(.code)) as $known |
[$finer[0].objects.countries.geometries[] | code as $code |
	select($code != "" and ($known | index($code) | not)) |
	if $code == "AQ" then {code: $code, rings: [[[0, -78]]]}
	else {code: $code, rings: [[[rings($finer[0])] | max_by(area) | middle]]} end] as $points |
"country,ring,longitude,latitude",
($shapes + $points | sort_by(.code)[] | .code as $code | .rings | to_entries[] |
	(.key + 1) as $n | .value | map(map(round1)) |
	[.[0]] + [range(1; length) as $i | select(.[$i] != .[$i - 1]) | .[$i]] |
	(if length > 1 and .[0] == .[-1] then .[:-1] else . end)[] |
	"\($code),\($n),\(.[0]),\(.[1])")
