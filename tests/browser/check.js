// Checks a rendered site in a browser: check.js SITE, its folder.
'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');
const serve = require('./serve.js');

const [site] = process.argv.slice(2);
const PAGES = ['index.html', 'country/index.html', 'country/DE/index.html', 'asn/index.html',
	'asn/AS64512/index.html', 'region/index.html', 'region/EU/index.html', 'compare/index.html',
	'day/index.html', 'day/2026/index.html', 'day/2026/2026-11-21/index.html',
	'embed/country/DE/index.html', '404.html',
	'ntpversion/index.html', 'ntpmonitor/index.html', 'data/index.html',
	'data/dictionary/index.html', 'cite/index.html',
	'methodology/index.html', 'methodology/changes/index.html', 'protect/index.html',
	'reports/index.html', 'glossary/index.html', 'cookbook/index.html', 'caveats/index.html',
	'verify/index.html', 'opt-out/index.html', 'about/index.html'];

const checks = [];
const check = (name, run) => checks.push([name, run]);

check('sorting turns a table by numbers, and back, with unknown ones last', async ({page, at}) => {
	await page.goto(at('index.html'));
	const table = page.locator('table.ranking').first();
	const column = (n) => table.locator(`tbody tr > :nth-child(${n})`).allInnerTexts();
	const names = await column(2);
	assert(names.length >= 3, `only ${names.length} rows`);
	const hosts = async () => (await column(3)).map((t) => Number(t.replace(/,/g, '')));
	const head = table.locator('thead th').nth(2);
	await head.locator('button').click();
	assert.equal(await head.getAttribute('aria-sort'), 'descending');
	const down = await hosts();
	assert.deepEqual(down, [...down].sort((a, b) => b - a));
	await head.locator('button').click();
	assert.equal(await head.getAttribute('aria-sort'), 'ascending');
	assert.deepEqual(await hosts(), [...down].sort((a, b) => a - b));
	const byName = table.locator('thead th').nth(1);
	await byName.locator('button').press('Enter');
	assert.equal(await byName.getAttribute('aria-sort'), 'ascending');
	assert.equal(await head.getAttribute('aria-sort'), null);
	assert.deepEqual(await column(2), [...names].sort((a, b) => a.localeCompare(b, 'en', {numeric: true})));
});

check('the search leads to a country by its name and to a network by its number', async ({page, at}) => {
	await page.goto(at('protect/index.html'));
	const field = page.getByRole('searchbox');
	await field.fill('germ');
	await page.locator('.search a').first().waitFor();
	assert.equal(await page.locator('.search a').first().innerText(), 'Germany');
	await field.press('ArrowDown');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/country/DE/index.html');
	const lists = JSON.parse(fs.readFileSync(path.join(site, 'search.json')));
	const [key] = lists.networks[0];
	await page.getByRole('searchbox').fill(`AS${key}`);
	await page.locator('.search a').first().waitFor();
	await page.getByRole('searchbox').press('Enter');
	await page.waitForURL(`**/asn/AS${key}/index.html`);
});

check('the search says when it finds nothing, and forgets on Escape', async ({page, at}) => {
	await page.goto(at('index.html'));
	const field = page.getByRole('searchbox');
	await field.fill('<img src=x onerror=alert(1)>');
	await page.getByText('Nothing of that name is published').waitFor();
	assert.equal(await page.locator('.search img').count(), 0);
	await field.press('Escape');
	assert.equal(await field.inputValue(), '');
	assert.equal(await page.locator('.search p.hidden, .search p:empty').count(), 1);
});

check('a country on the map leads to its page', async ({page, at}) => {
	await page.goto(at('index.html'));
	const link = page.locator('.world-map a[href="country/DE/index.html"] > *');
	assert.match(await link.locator('title').innerHTML(), /^Germany: .* per million addresses, .* hosts$/);
	assert.match(await link.getAttribute('class'), /^rate-[1-5]$/);
	await link.click();
	await page.waitForURL('**/country/DE/index.html');
});

check('a box of the treemap leads to its network', async ({page, at}) => {
	await page.goto(at('country/DK/index.html'));
	const boxes = page.locator('.wide .treemap a rect');
	assert(await boxes.count() >= 3);
	assert.match(await boxes.first().locator('title').innerHTML(), /^AS\d+: \d+ hosts, /);
	await boxes.first().click();
	await page.waitForURL('**/asn/AS*/index.html');
});

check('a chart tells each day by pointer and by keys, as the file has it', async ({page, at, faults}) => {
	await page.goto(at('country/DK/index.html'));
	const file = JSON.parse(fs.readFileSync(path.join(site, 'api/v1/country/DK.json')));
	const hosts = file.scans.scan_ntp.hosts;
	const guide = page.locator('#trend-mode6-ipv4 .wide .guide');
	const said = guide.locator('span').last();
	const tells = async (day, i) => {
		await page.getByText(`${day} November 2026: ${hosts[i]} hosts`).first().waitFor();
		assert.equal(await said.innerText(), `${day} November 2026: ${hosts[i]} hosts`);
		assert.equal(await guide.getAttribute('aria-valuetext'), await said.innerText());
	};
	await guide.focus();
	await tells(21, 2);
	await page.keyboard.press('ArrowLeft');
	await tells(20, 1);
	await page.keyboard.press('Home');
	await tells(19, 0);
	await page.keyboard.press('ArrowLeft');
	await tells(19, 0);
	await page.keyboard.press('Escape');
	assert.equal(await said.isVisible(), false);
	/* Where the line's dots are: the first and the last day. */
	const line = await page.locator('#trend-mode6-ipv4 .wide path.ink-line-1').first().boundingBox();
	await page.mouse.move(line.x + 1, line.y + 20);
	await tells(19, 0);
	await page.mouse.move(line.x + line.width / 2, line.y + 20);
	await tells(20, 1);
	await page.mouse.move(line.x + line.width, line.y + 20);
	await tells(21, 2);
	assert.deepEqual(faults, []);
});

check('a chart whose file cannot be read has no guide', async ({page, at}) => {
	await page.route('**/*.json', (route) => route.abort());
	await page.goto(at('country/DK/index.html'));
	const guide = page.locator('#trend-mode6-ipv4 .wide .guide');
	await guide.focus();
	await guide.waitFor({state: 'detached'});
});

check('without scripts all words, tables and charts are there', async ({browser, at}) => {
	const words = async (javaScriptEnabled) => {
		const context = await browser.newContext({javaScriptEnabled});
		const page = await context.newPage();
		await page.goto(at('index.html'));
		const text = await page.locator('main').innerText();
		await context.close();
		return text;
	};
	assert.equal(await words(false), await words(true));
});

check('the map of the address space is dark in the dark, and its grid lies on it', async ({page, at}) => {
	await page.goto(at('ntpversion/index.html'));
	const map = page.locator('.space-map img');
	for (const [colorScheme, file] of [['light', 'space.png'], ['dark', 'space-dark.png']]) {
		await page.emulateMedia({colorScheme});
		await map.evaluate((image) => image.decode());
		const source = await map.evaluate((image) => image.currentSrc);
		assert.equal(path.basename(source), file);
		assert.equal(await map.evaluate((image) => image.naturalWidth), 768);
	}
	for (const width of [360, 1280]) {
		await page.setViewportSize({width, height: 800});
		assert.deepEqual(await page.locator('.space-labels').boundingBox(), await map.boundingBox());
	}
	assert.equal(await page.locator('.space-labels text').count(), 256);
});

check('copied to a disk, all can be read without scripts and without a net', async ({browser}) => {
	const context = await browser.newContext({javaScriptEnabled: false, offline: true});
	const page = await context.newPage();
	const missing = [];
	page.on('requestfailed', (request) => missing.push(request.url()));
	const seen = new Set(), wanted = [`file://${site}/index.html`];
	while (wanted.length > 0 && seen.size < 60) {
		const url = wanted.shift();
		if (seen.has(url))
			continue;
		seen.add(url);
		await page.goto(url);
		const html = await page.content();
		assert.match(html, /<h1/, `${url} is no page`);
		for (const [, href] of html.matchAll(/<a [^>]*href="([^"#]+\.html)/g))
			wanted.push(new URL(href, url).href);
	}
	await context.close();
	assert.deepEqual(missing, []);
	assert(seen.size > 40, `only ${seen.size} pages`);
});

check('printed, a page has its numbers and charts, and no ways to go', async ({page, at}) => {
	await page.goto(at('country/DE/index.html'));
	await page.emulateMedia({media: 'print'});
	for (const hidden of ['.site-nav', '.search', '.downloads', '.guide'])
		assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
	for (const shown of ['h1', '.lede', '.figures', '.chart'])
		assert.equal(await page.locator(shown).first().isVisible(), true, shown);
	const pdf = await page.pdf({format: 'A4'});
	assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
	assert(pdf.length > 20000, `${pdf.length} bytes`);
});

check('with colours forced, what has focus can be seen', async ({page, at}) => {
	await page.emulateMedia({forcedColors: 'active'});
	await page.goto(at('country/DE/index.html'));
	const reached = [];
	for (let i = 0; i < 12; i++) {
		await page.keyboard.press('Tab');
		const focus = await page.evaluate(() => {
			const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
			return {name: document.activeElement.textContent.trim(), outlineStyle, outlineWidth};
		});
		assert.equal(focus.outlineStyle, 'solid', focus.name);
		assert(parseFloat(focus.outlineWidth) >= 2, focus.name);
		reached.push(focus.name);
	}
	assert.equal(reached[0], 'Skip to the content');
	assert(reached.includes('Countries') && reached.includes('About'), reached.join(', '));
});

for (const file of PAGES)
	check(`${file}: no fault of the policy or the script, nothing wider than a phone, axe finds nothing`,
		async ({page, at, faults}) => {
			for (const colorScheme of ['light', 'dark'])
				for (const width of [320, 1280]) {
					await page.emulateMedia({colorScheme});
					await page.setViewportSize({width, height: 800});
					await page.goto(at(file));
					const wide = await page.evaluate(() => document.documentElement.scrollWidth);
					assert(wide <= width, `${wide} pixels wide on a screen of ${width}`);
					/* Through the debugger, which the page's policy does not bind. */
					await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
					const found = await page.evaluate(() => window.axe.run());
					assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`), []);
				}
			assert.deepEqual(faults, []);
		});

const main = async () => {
	const server = await serve(site);
	const base = `http://127.0.0.1:${server.address().port}/`;
	const browser = await chromium.launch({executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
			'--disable-background-networking', '--disable-component-update', '--disable-sync']});
	let failed = 0;
	for (const [name, run] of checks) {
		const context = await browser.newContext();
		const page = await context.newPage();
		const faults = [];
		page.on('pageerror', (error) => faults.push(error.message));
		page.on('console', (said) => said.type() === 'error' && faults.push(said.text()));
		/* Nothing is ever asked of anybody else. */
		context.on('request', (request) => request.url().startsWith(base) ||
			request.url().startsWith('data:') || faults.push(`asks for ${request.url()}`));
		page.setDefaultTimeout(10000);
		try {
			await run({browser, page, faults, at: (file) => base + file});
			assert.deepEqual(faults.filter((fault) => fault.startsWith('asks')), []);
			console.log(`ok       browser/${name}`);
		} catch (error) {
			failed++;
			console.log(`FAIL     browser/${name}\n    ${String(error.message).replace(/\n/g, '\n    ')}`);
		}
		await context.close();
	}
	await browser.close();
	server.close();
	process.exitCode = failed > 0 ? 1 : 0;
};

main();
