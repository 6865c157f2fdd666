// Serves a site's folder on loopback, under the policy that operators are advised
// to send.
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');

const POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; " +
	"script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES = {html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript',
	json: 'application/json', svg: 'image/svg+xml', png: 'image/png', csv: 'text/csv',
	txt: 'text/plain'};

module.exports = (site) => new Promise((resolve) => {
	const server = http.createServer((request, answer) => {
		const wanted = decodeURI(new URL(request.url, 'http://x').pathname);
		const file = path.join(site, path.normalize(wanted), wanted.endsWith('/') ? 'index.html' : '');
		fs.readFile(file, (error, bytes) => {
			answer.writeHead(error ? 404 : 200, {'Content-Security-Policy': POLICY,
				'Content-Type': TYPES[path.extname(file).slice(1)] ?? 'text/plain'});
			answer.end(error ? '' : bytes);
		});
	}).listen(0, '127.0.0.1', () => resolve(server));
});
