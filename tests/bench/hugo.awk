# Makes content for Hugo of our pages: title, description and number go into the
# front matter, the main part becomes the content. -v out=FOLDER
FNR == 1 {
	close(file)
	n = split(FILENAME, part, "/")
	file = out "/" part[n - 1] ".html"
	inside = 0
}
/^<title>/ {
	title = $0
	gsub(/<\/?title>| – .*/, "", title)
}
/^<meta name="description"/ {
	description = $0
	gsub(/^.*content="|">$/, "", description)
}
/^<\/main>/ { inside = 0 }
inside { print >file }
/^<main / {
	inside = 1
	print "+++\ntitle = \x27\x27\x27" title "\x27\x27\x27\ndescription = \x27\x27\x27" \
	    description "\x27\x27\x27\nkey = \x27\x27\x27" part[n - 1] "\x27\x27\x27\n+++" >file
}
