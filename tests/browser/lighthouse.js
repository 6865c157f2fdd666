// Runs Lighthouse on three kinds of pages: lighthouse.js SITE MODULES, a site's
// folder and that of the npm packages.
'use strict';
const { execFile } = require('child_process');
const path = require('path');
const { promisify } = require('util');
const serve = require('./serve.js');

const [site, modules] = process.argv.slice(2);
const LEAST = {accessibility: 1, 'best-practices': 1, seo: 1, performance: 0.95};
const FLAGS = '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run ' +
	'--disable-background-networking --disable-component-update --disable-sync';
const PAGES = ['index.html', 'country/DE/index.html', 'methodology/index.html'];

const run = async (url) => {
	const {stdout} = await promisify(execFile)(process.execPath,
		[path.join(modules, 'lighthouse/cli/index.js'), url, '--quiet', '--output=json',
			'--throttling-method=provided', `--chrome-flags=${FLAGS}`],
		{env: {...process.env, CHROME_PATH: '/usr/bin/chromium'}, maxBuffer: 1 << 26, timeout: 120000});
	return JSON.parse(stdout);
};

// What cost points, by name.
const lost = (report, category) => report.categories[category].auditRefs
	.filter(({id, weight}) => weight > 0 && report.audits[id].score !== null && report.audits[id].score < 1)
	.map(({id}) => id).join(', ');

const main = async () => {
	const server = await serve(site);
	let failed = 0;
	for (const page of PAGES) {
		const report = await run(`http://127.0.0.1:${server.address().port}/${page}`);
		const bad = Object.keys(LEAST).filter((c) => !(report.categories[c].score >= LEAST[c]));
		failed += bad.length > 0;
		const scores = Object.keys(LEAST).map((c) => `${c} ${report.categories[c].score}`).join(', ');
		console.log(`${bad.length > 0 ? 'FAIL    ' : 'ok      '} lighthouse/${page}: ${scores}`);
		for (const category of bad)
			console.log(`    ${category}: ${lost(report, category)}`);
	}
	server.close();
	process.exitCode = failed > 0 ? 1 : 0;
};

main();
